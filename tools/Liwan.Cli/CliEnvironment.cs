namespace Liwan.Cli;

/// <summary>What of the machine a command sees.</summary>
/// <param name="Variable">The value of an environment variable; null if it is not set.</param>
/// <param name="CurrentDirectory">Where relative paths begin, and the search for the folder of a cluster.</param>
/// <param name="Time">The clock.</param>
internal sealed record CliEnvironment(Func<string, string?> Variable, string CurrentDirectory, TimeProvider Time)
{
    /// <summary>That of this process.</summary>
    public static CliEnvironment OfThisProcess() => new(Environment.GetEnvironmentVariable, Environment.CurrentDirectory, TimeProvider.System);
}
