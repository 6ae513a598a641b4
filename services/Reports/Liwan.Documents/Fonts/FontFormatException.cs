namespace Liwan.Documents.Fonts;

/// <summary>A font file is damaged or not one that can be embedded; the message, in Chinese, says why.</summary>
internal sealed class FontFormatException(string reason) : Exception(reason);
