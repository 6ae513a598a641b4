using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Identity;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Login;

/// <summary><c>liwan login</c>.</summary>
internal static partial class LoginCommand
{
    private const int LongestName = 200;
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(12);

    public static Command Create(CliRuntime runtime)
    {
        var options = new Options();
        var command = new Command(
            "login",
            """
            Log in to a local cluster (登录): issue a short-lived token with the cluster's own key, and keep it for later commands.

            Who may read the key may be anybody, so this works on the machine and for the user that runs the cluster. A deployment has
            an OpenID Connect provider instead, and its tokens go into LIWAN_TOKEN or --token-file.
            """)
        {
            options.Roles, options.Departments, options.Scopes, options.Name, options.Lifetime, options.PrintOnly,
        };
        runtime.SetLocalAction(command, (parsed, session) => Run(session, options.Read(parsed, session.Environment), parsed.GetValue(options.PrintOnly)));
        return command;
    }

    private static int Run(LocalSession session, CallerIdentity identity, bool printOnly)
    {
        if (printOnly && session.Json)
        {
            throw new UsageException("--print prints the token alone, so there is no --json of it.");
        }

        var folder = ClusterFolder.Find(session.ClusterFile, session.Environment)
            ?? throw new UsageException($"no cluster: neither --cluster nor {ServiceAddresses.ClusterVariable} is given, and no folder .cluster with a {ClusterFolder.KeyFileName} is here or above.");
        var token = folder.Issue(identity, session.Environment.Time.GetUtcNow());
        if (printOnly)
        {
            session.Console.OutputWriter.WriteLine(token);
            return ExitCode.Ok;
        }

        folder.Keep(token, identity);
        session.Print(Identities.Document(identity, folder.LoginFile), $"已登录：{Identities.Describe(identity)}");
        return ExitCode.Ok;
    }

    [GeneratedRegex(@"\A(?<count>[1-9][0-9]{0,4})(?<unit>[smh])\z")]
    private static partial Regex LifetimePattern();

    [GeneratedRegex(@"\A[a-zA-Z-]+\.[a-z]+\z")]
    private static partial Regex ScopePattern();

    private sealed class Options
    {
        public Option<string[]> Roles { get; } = new("--as")
        {
            Description = "The role; several may be held at once.",
            HelpName = string.Join('|', LoginRoles.All),
            Required = true,
            Arity = ArgumentArity.OneOrMore,
        };

        public Option<string[]> Departments { get; } = new("--department", "-d")
        {
            Description = "A department that a clerk or an integrator is bound to, such as npc-office; may be repeated. '*' is all.",
            HelpName = "ID",
        };

        public Option<string[]> Scopes { get; } = new("--scope") { Description = "What an integrator may do, such as budgets.read; may be repeated.", HelpName = "SCOPE" };

        public Option<string?> Name { get; } = new("--name") { Description = "The name that stands in the audit trail. Default: the user of this machine.", HelpName = "NAME" };

        public Option<string> Lifetime { get; } = new("--for")
        {
            Description = "How long the token is valid, such as 30m or 8h; 12h at most.",
            HelpName = "TIME",
            DefaultValueFactory = _ => "1h",
        };

        public Option<bool> PrintOnly { get; } = new("--print") { Description = "Print the token alone and keep nothing." };

        public Options() => Roles.AcceptOnlyFromAmong([.. LoginRoles.All]);

        /// <exception cref="UsageException">The options do not fit each other.</exception>
        public CallerIdentity Read(ParseResult parsed, CliEnvironment environment)
        {
            var roles = (parsed.GetValue(Roles) ?? []).Distinct().ToList();
            var departments = (parsed.GetValue(Departments) ?? []).Distinct().ToList();
            var scopes = (parsed.GetValue(Scopes) ?? []).Distinct().ToList();
            var name = parsed.GetValue(Name) ?? UserName(environment);
            var bound = roles.Contains(LoginRoles.Clerk) || roles.Contains(LoginRoles.Integrator);
            if (bound != departments.Count > 0)
            {
                throw new UsageException(bound
                    ? "--as clerk and --as integrator need --department: those that they may see and change, or '*'."
                    : "--department is for --as clerk and --as integrator; the other roles are not bound to departments.");
            }

            if (departments.Find(id => id != TokenClaims.AllDepartments && !FormReader.DepartmentIdPattern().IsMatch(id)) is { } wrong)
            {
                throw new UsageException($"--department '{wrong}': expected 2 to 63 lower-case letters, digits or hyphens, beginning with a letter, e.g. npc-office, or '*'.");
            }

            if (roles.Contains(LoginRoles.Integrator) != scopes.Count > 0)
            {
                throw new UsageException("--as integrator needs --scope, and only that does; docs/api.md says for each method which.");
            }

            if (scopes.Find(scope => !ScopePattern().IsMatch(scope)) is { } odd)
            {
                throw new UsageException($"--scope '{odd}': expected such as budgets.read; docs/api.md says for each method which.");
            }

            if (name.Length is 0 or > LongestName)
            {
                throw new UsageException($"--name: expected 1 to {LongestName} characters.");
            }

            return new CallerIdentity(name, roles, departments, scopes, Identities.WholeSecond(environment.Time.GetUtcNow() + ReadLifetime(parsed.GetValue(Lifetime)!)));
        }

        private static string UserName(CliEnvironment environment) => environment.Variable("USER") is { Length: > 0 } user ? user : Environment.UserName;

        private static TimeSpan ReadLifetime(string text)
        {
            var match = LifetimePattern().Match(text);
            var count = match.Success ? int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture) : 0;
            var lifetime = match.Groups["unit"].Value switch
            {
                "s" => TimeSpan.FromSeconds(count),
                "m" => TimeSpan.FromMinutes(count),
                _ => TimeSpan.FromHours(count),
            };
            return lifetime > TimeSpan.Zero && lifetime <= LongestLifetime
                ? lifetime
                : throw new UsageException($"--for '{text}': expected such as 30m or 8h, and at most {LongestLifetime.TotalHours:0}h.");
        }
    }
}
