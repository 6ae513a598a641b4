using System.Globalization;

namespace Liwan.FormChanges;

/// <summary>What rows are known by, as <see cref="FormRow"/> wants it.</summary>
public static class RowText
{
    private const char Between = '\u001f';

    /// <summary>All that the fields of some parts hold: rows that share it are equal.</summary>
    public static string Content(params FormPart[] parts) => Join([.. parts.SelectMany(part => part.AllFields).Select(field => field.Exact)]);

    /// <summary>Traits of a row, each of another kind; what is blank tells nothing.</summary>
    public static IEnumerable<FormTrait> Traits(params (string Text, int Weight)[] traits) => traits
        // The number keeps a target from being taken for an actual.
        .Select((trait, number) => (trait.Text, Trait: new FormTrait(Join(number.ToString(CultureInfo.InvariantCulture), trait.Text), trait.Weight)))
        .Where(trait => trait.Text.Length > 0)
        .Select(trait => trait.Trait);

    /// <summary>Several texts as one that no other several give.</summary>
    public static string Join(params string[] texts) => string.Join(Between, texts);
}
