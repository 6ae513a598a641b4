namespace Liwan.Cli.Services;

/// <summary>What a script can trust; `liwan --help` prints the same table.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Refused = 1;
    public const int Usage = 2;
    public const int Unreachable = 3;
    public const int NotFound = 4;
    public const int Conflict = 5;
    public const int Internal = 6;
    public const int NotAllowed = 7;
    public const int Cancelled = 130;

    public const string Table =
        """
        Exit codes:
          0  done; also: it was so already (unchanged, already submitted)
          1  refused: bad form file, findings that block, a state or lock that does not allow it
          2  wrong use of the command line
          3  a service cannot be reached or does not answer in time
          4  not found
          5  conflict: somebody changed it meanwhile (ABORTED); look at it again, then repeat
          6  an internal error of a service or of liwan
          7  not logged in, the login has expired, or its role may not do this: see liwan login
          130  interrupted
        With several forms it is the highest code of them all.
        """;
}
