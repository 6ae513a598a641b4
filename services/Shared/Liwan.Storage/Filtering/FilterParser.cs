using System.Text;

namespace Liwan.Storage.Filtering;

/// <summary>
/// Reads a filter, a subset of AIP-160:
/// <code>
/// filter     = [ sequence { "AND" sequence } ]
/// sequence   = factor { factor }                 a blank means AND
/// factor     = term { "OR" term }                OR binds tighter than AND
/// term       = [ "NOT" | "-" ] simple
/// simple     = comparison | "(" filter ")"       not empty
/// comparison = path ( "=" | "!=" | "&lt;" | "&lt;=" | ">" | ">=" | ":" ) value
/// value      = quoted text with the escapes \\ \" \' | what has no blank, quote or any of ( ) = &lt; > ! ,
/// </code>
/// </summary>
public sealed class FilterParser
{
    /// <summary>The most characters of a filter.</summary>
    public const int MostCharacters = 2000;

    /// <summary>The most comparisons of a filter; each is a parameter of the query.</summary>
    public const int MostComparisons = 50;

    /// <summary>How deep parentheses may nest.</summary>
    public const int MostDepth = 20;

    private const string AfterComparison = "AND OR )";
    private const string ComparisonStart = "field NOT - (";

    private readonly string _text;
    private readonly FilterScanner _scanner;
    private int _comparisons;
    private int _depth;

    private FilterParser(string text)
    {
        _text = text;
        _scanner = new FilterScanner(text);
    }

    /// <summary>Reads a filter.</summary>
    /// <param name="text">The filter.</param>
    /// <returns>Null for an empty one.</returns>
    /// <exception cref="Liwan.ServiceDefaults.Errors.ServiceException">FILTER_SYNTAX or FILTER_TOO_COMPLEX, with the position.</exception>
    public static FilterExpression? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        RequireReadable(text);
        var parser = new FilterParser(text);
        if (parser._scanner.IsAtEnd)
        {
            return null;
        }

        var expression = parser.ReadExpression();
        return parser._scanner.IsAtEnd ? expression : throw parser.Unexpected("AND OR");
    }

    private static void RequireReadable(string text)
    {
        var characters = 0;
        for (var i = 0; i < text.Length; characters++)
        {
            var broken = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var units) != System.Buffers.OperationStatus.Done;
            if (characters == MostCharacters)
            {
                throw FilterErrors.TooComplex(text, i);
            }

            if (broken || (Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune)))
            {
                var code = broken ? text[i] : rune.Value;
                throw FilterErrors.Syntax(text, i, $"U+{code:X4}", "text");
            }

            i += units;
        }
    }

    private FilterExpression ReadExpression()
    {
        var operands = new List<FilterExpression>();
        do
        {
            operands.Add(ReadFactor());
        }
        while (_scanner.TryRead("AND") || StartsFactor());

        return operands is [var only] ? only : new AllOf(operands);
    }

    // Nothing that may follow a factor but another one: a blank between two means AND.
    private bool StartsFactor() => !_scanner.IsAtEnd && !_scanner.Sees("OR") && _text[_scanner.Index] != ')';

    private FilterExpression ReadFactor()
    {
        var operands = new List<FilterExpression>();
        do
        {
            operands.Add(ReadTerm());
        }
        while (_scanner.TryRead("OR"));

        return operands is [var only] ? only : new AnyOf(operands);
    }

    private FilterExpression ReadTerm() => _scanner.TryRead("NOT") || _scanner.TryRead('-') ? new NoneOf(ReadSimple()) : ReadSimple();

    private FilterExpression ReadSimple()
    {
        var start = _scanner.Index;
        if (!_scanner.TryRead('('))
        {
            return ReadComparison();
        }

        if (++_depth > MostDepth)
        {
            throw FilterErrors.TooComplex(_text, start);
        }

        var expression = ReadExpression();
        if (!_scanner.TryRead(')'))
        {
            throw Unexpected(AfterComparison);
        }

        _depth--;
        return expression;
    }

    private FilterComparison ReadComparison()
    {
        if (_scanner.Sees("AND") || _scanner.Sees("OR") || _scanner.Sees("NOT"))
        {
            throw Unexpected(ComparisonStart);
        }

        var path = _scanner.ReadPath() ?? throw Unexpected(ComparisonStart);
        if (++_comparisons > MostComparisons)
        {
            throw FilterErrors.TooComplex(_text, path.Index);
        }

        var operatorIndex = _scanner.Index;
        var read = _scanner.ReadOperator() ?? throw Unexpected(FilterOperators.All);
        if (_scanner.Sees("AND") || _scanner.Sees("OR") || _scanner.Sees("NOT"))
        {
            throw Unexpected("value \"text\"");
        }

        var value = _scanner.ReadValue() ?? throw Unexpected("value \"text\"");
        return _scanner.IsBetweenWords
            ? new FilterComparison(path, read, value) { OperatorIndex = operatorIndex }
            : throw Unexpected(AfterComparison);
    }

    private ServiceDefaults.Errors.ServiceException Unexpected(string expected)
    {
        var index = _scanner.Index;
        return FilterErrors.Syntax(_text, index, _scanner.Next(), expected);
    }
}
