namespace Aspire.Hosting;

/// <summary>Something is wrong with the cluster that its operator can put right; the message says what.</summary>
public class DistributedApplicationException : Exception
{
    /// <summary>An error without a message.</summary>
    public DistributedApplicationException()
    {
    }

    /// <summary>An error with a message for the operator.</summary>
    public DistributedApplicationException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message for the operator and its cause.</summary>
    public DistributedApplicationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
