using System.Globalization;

namespace Liwan.FormChanges;

/// <summary>A field of a form as it prints.</summary>
/// <param name="Path">Its field path.</param>
/// <param name="Label">What the form calls it.</param>
/// <param name="Value">What it prints; empty for a blank one.</param>
/// <param name="Fen">The exact amount of a field that is one: amounts that differ may print alike.</param>
public sealed record FormField(string Path, string Label, string Value, long? Fen = null)
{
    /// <summary>What tells it from another value.</summary>
    public string Exact => Fen is { } fen ? string.Create(CultureInfo.InvariantCulture, $"{fen / 100m:0.00} 元") : Value;
}

/// <summary>A stretch of a form: fields that every form has, and then rows that may come and go.</summary>
/// <param name="Fields">The fields, in their order.</param>
/// <param name="Rows">The rows, in their order.</param>
public sealed record FormPart(IReadOnlyList<FormField> Fields, IReadOnlyList<FormRow> Rows)
{
    /// <summary>A stretch of fields only.</summary>
    public static FormPart Of(params FormField[] fields) => new(fields, []);

    /// <summary>A stretch of rows only.</summary>
    public static FormPart Of(IEnumerable<FormRow> rows) => new([], [.. rows]);

    /// <summary>All fields, those of its rows too.</summary>
    public IEnumerable<FormField> AllFields => [.. Fields, .. Rows.SelectMany(row => row.Parts).SelectMany(part => part.AllFields)];
}

/// <summary>Something by which a row may be known again.</summary>
/// <param name="Text">What it is and says.</param>
/// <param name="Weight">How much it tells; rows with more of it in common are the same row.</param>
public sealed record FormTrait(string Text, int Weight);

/// <summary>A row of a form: a funding source, a task or an indicator.</summary>
/// <param name="Path">Its field path.</param>
/// <param name="Label">What the form calls it.</param>
/// <param name="Summary">What tells a reader which it is.</param>
/// <param name="Content">All that it holds but the number of its place: rows that share it are equal.</param>
/// <param name="Traits">By what a row that was edited is known again.</param>
/// <param name="Parts">What it holds.</param>
public sealed record FormRow(string Path, string Label, string Summary, string Content, IReadOnlyList<FormTrait> Traits, IReadOnlyList<FormPart> Parts);
