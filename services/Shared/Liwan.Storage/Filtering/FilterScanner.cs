using System.Text;

namespace Liwan.Storage.Filtering;

/// <summary>Reads a filter from left to right, a word or sign at a time.</summary>
/// <param name="text">The filter.</param>
internal sealed class FilterScanner(string text)
{
    private const string QuoteMarks = "\"'";

    // Reserved by AIP-160, so that a value which holds them must be quoted.
    private const string EndOfValue = "()\"'=<>!,";

    private int _at;

    /// <summary>Where the next word starts, in UTF-16 units.</summary>
    public int Index
    {
        get
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }

            return _at;
        }
    }

    public bool IsAtEnd => Index == text.Length;

    /// <summary>Reads a sign such as a parenthesis if it comes next.</summary>
    public bool TryRead(char sign)
    {
        if (IsAtEnd || text[_at] != sign)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>Whether a key word such as AND comes next.</summary>
    public bool Sees(string keyWord) => text.AsSpan(Index).StartsWith(keyWord, StringComparison.Ordinal) && PathLength() == keyWord.Length;

    /// <summary>Reads a key word if it comes next.</summary>
    public bool TryRead(string keyWord)
    {
        var found = Sees(keyWord);
        _at += found ? keyWord.Length : 0;
        return found;
    }

    /// <summary>Reads a path such as <c>total.initial_budget</c>; null if none comes next.</summary>
    public FilterWord? ReadPath()
    {
        var start = Index;
        var length = PathLength();
        if (length == 0 || char.IsAsciiDigit(text[start]))
        {
            return null;
        }

        _at += length;
        return new FilterWord(text.Substring(start, length), false, start);
    }

    /// <summary>Reads an operator; null if none comes next.</summary>
    public FilterOperator? ReadOperator()
    {
        var read = FilterOperators.Read(text.AsSpan(Index), out var length);
        _at += length;
        return read;
    }

    /// <summary>Reads a value, in quotes or not; null if none comes next.</summary>
    public FilterWord? ReadValue()
    {
        if (IsAtEnd)
        {
            return null;
        }

        if (QuoteMarks.Contains(text[_at], StringComparison.Ordinal))
        {
            return ReadQuoted();
        }

        var start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && !EndOfValue.Contains(text[_at], StringComparison.Ordinal))
        {
            _at++;
        }

        return _at == start ? null : new FilterWord(text[start.._at], false, start);
    }

    /// <summary>Whether what was read last is over here: a white space, a parenthesis that closes, or the end follows.</summary>
    public bool IsBetweenWords => _at == text.Length || char.IsWhiteSpace(text[_at]) || text[_at] == ')';

    /// <summary>What comes next, for an error; empty at the end.</summary>
    public string Next()
    {
        var end = Index;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return text[_at..end];
    }

    private FilterWord? ReadQuoted()
    {
        var start = _at;
        var quote = text[_at++];
        var value = new StringBuilder();
        while (_at < text.Length && text[_at] != quote)
        {
            if (text[_at] == '\\')
            {
                _at++;
                if (_at == text.Length || text[_at] is not ('\\' or '"' or '\''))
                {
                    throw FilterErrors.Syntax(text, _at - 1, @"\", @"\\ \"" \'");
                }
            }

            value.Append(text[_at++]);
        }

        if (_at == text.Length)
        {
            throw FilterErrors.Syntax(text, text.Length, string.Empty, quote.ToString());
        }

        _at++;
        return new FilterWord(value.ToString(), true, start);
    }

    private int PathLength()
    {
        var end = Index;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '.'))
        {
            end++;
        }

        return end - _at;
    }
}
