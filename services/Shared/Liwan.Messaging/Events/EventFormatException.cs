namespace Liwan.Messaging;

/// <summary>What was received is no event that this build can read; receiving it again changes nothing.</summary>
public sealed class EventFormatException : Exception
{
    /// <summary>Says what is wrong with it.</summary>
    /// <param name="message">What is wrong, and what would be right.</param>
    public EventFormatException(string message)
        : base(message)
    {
    }
}
