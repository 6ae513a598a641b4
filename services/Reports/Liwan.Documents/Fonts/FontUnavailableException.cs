namespace Liwan.Documents.Fonts;

/// <summary>No TrueType font that can set a Chinese form was found. The message, in Chinese, says what to install and what was looked at.</summary>
public sealed class FontUnavailableException : Exception
{
    /// <summary>Creates the exception with its message.</summary>
    /// <param name="message">What to install, for the operator, in Chinese.</param>
    public FontUnavailableException(string message)
        : base(message)
    {
    }
}
