using System.Text;

namespace Liwan.Storage.Filtering;

/// <summary>What a filter says, before its fields and values are known to be any. <c>ToString</c> writes it as a filter.</summary>
public abstract record FilterExpression
{
    /// <inheritdoc/>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        Write(text, nested: false);
        return text.ToString();
    }

    internal abstract void Write(StringBuilder text, bool nested);

    private protected static void WriteList(StringBuilder text, IReadOnlyList<FilterExpression> operands, string separator, bool parentheses)
    {
        text.Append(parentheses ? "(" : string.Empty);
        for (var i = 0; i < operands.Count; i++)
        {
            text.Append(i > 0 ? separator : string.Empty);
            operands[i].Write(text, nested: true);
        }

        text.Append(parentheses ? ")" : string.Empty);
    }
}

/// <summary>True where all of its parts are.</summary>
/// <param name="Operands">Two or more.</param>
public sealed record AllOf(IReadOnlyList<FilterExpression> Operands) : FilterExpression
{
    internal override void Write(StringBuilder text, bool nested) => WriteList(text, Operands, " AND ", nested);
}

/// <summary>True where one of its parts is. Written in parentheses under AND too: that OR binds tighter few know.</summary>
/// <param name="Operands">Two or more.</param>
public sealed record AnyOf(IReadOnlyList<FilterExpression> Operands) : FilterExpression
{
    internal override void Write(StringBuilder text, bool nested) => WriteList(text, Operands, " OR ", nested);
}

/// <summary>True where its part is not.</summary>
/// <param name="Operand">The part.</param>
public sealed record NoneOf(FilterExpression Operand) : FilterExpression
{
    internal override void Write(StringBuilder text, bool nested)
    {
        text.Append("NOT ");
        WriteList(text, [Operand], string.Empty, parentheses: Operand is NoneOf);
    }
}

/// <summary>A field compared with a value.</summary>
/// <param name="Path">The field's path, such as <c>total.initial_budget</c>.</param>
/// <param name="Operator">How they are compared.</param>
/// <param name="Value">The value.</param>
public sealed record FilterComparison(FilterWord Path, FilterOperator Operator, FilterWord Value) : FilterExpression
{
    /// <summary>Where the operator stands in the filter, in UTF-16 units.</summary>
    public int OperatorIndex { get; init; }

    /// <summary>Whether it asks for a value of any kind: <c>field:*</c>.</summary>
    public bool IsPresence => Operator == FilterOperator.Has && Value is { Quoted: false, Text: "*" };

    internal override void Write(StringBuilder text, bool nested)
    {
        text.Append(Path.Text);
        text.Append(Operator == FilterOperator.Has ? ":" : $" {FilterOperators.Sign(Operator)} ");
        text.Append(Value.Quoted ? Quote(Value.Text) : Value.Text);
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}

/// <summary>A path or a value, and where in the filter it stands.</summary>
/// <param name="Text">The text, without quotes and escapes.</param>
/// <param name="Quoted">Whether it stood in quotes.</param>
/// <param name="Index">Where it starts, in UTF-16 units.</param>
public sealed record FilterWord(string Text, bool Quoted, int Index);
