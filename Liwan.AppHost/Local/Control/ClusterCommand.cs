namespace Liwan.AppHost.Local;

/// <summary>
/// What the command line asks of a cluster that runs, instead of running one: <c>--detach</c>, <c>--status [--json]</c>, <c>--stop [NAME]</c>,
/// <c>--start NAME</c>, <c>--restart NAME</c>.
/// </summary>
/// <param name="Verb">The first of them, without dashes.</param>
/// <param name="Resource">The process it is about; null for the cluster.</param>
/// <param name="AsJson">Whether a program reads the answer.</param>
/// <param name="Settings">The rest of the command line.</param>
internal sealed record ClusterCommand(string Verb, string? Resource, bool AsJson, string[] Settings)
{
    public const string Detach = "detach";
    public const string Status = "status";
    public const string Stop = "stop";
    public const string Start = "start";
    public const string Restart = "restart";

    private static readonly string[] Verbs = [Detach, Status, Stop, Start, Restart];

    /// <summary>Reads a command line; null where it asks to run a cluster.</summary>
    /// <exception cref="DistributedApplicationException">It asks for two things at once, or does not say for which process.</exception>
    public static ClusterCommand? Parse(string[] args)
    {
        var at = Array.FindIndex(args, IsVerb);
        if (at < 0)
        {
            return null;
        }

        var verb = args[at][2..];
        var takesName = verb is Stop or Start or Restart;
        var resource = takesName && at + 1 < args.Length && !args[at + 1].StartsWith('-') ? args[at + 1] : null;
        var asJson = verb == Status && args.Contains("--json");
        string[] rest = [.. args[..at], .. args[(at + (resource is null ? 1 : 2))..].Where(argument => !(asJson && argument == "--json"))];
        if (Array.Find(rest, IsVerb) is { } second)
        {
            throw new DistributedApplicationException($"--{verb} and {second} cannot be asked for at once.");
        }

        return verb is Start or Restart && resource is null
            ? throw new DistributedApplicationException($"--{verb} needs the name of a process, such as reports; --status lists them.")
            : new ClusterCommand(verb, resource, asJson, rest);
    }

    private static bool IsVerb(string argument) => argument.StartsWith("--", StringComparison.Ordinal) && Verbs.Contains(argument[2..]);
}
