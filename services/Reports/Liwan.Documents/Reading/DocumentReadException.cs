namespace Liwan.Documents.Reading;

/// <summary>A file that cannot be read as a form: broken, hostile, beyond the limits, or of another kind. The message says in Chinese what is wrong and what would be right.</summary>
public sealed class DocumentReadException : Exception
{
    /// <summary>Creates it with what is wrong, in Chinese.</summary>
    public DocumentReadException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with what is wrong, in Chinese, and what a library said.</summary>
    public DocumentReadException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
