using System.Globalization;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Storage.Filtering;

/// <summary>What can be wrong with a filter; each error says where, counting characters (Unicode code points) from 0.</summary>
internal static class FilterErrors
{
    private const string Field = "filter";

    public static ServiceException Syntax(string filter, int index, string found, string expected) => new(new Violations().Add(
        Field, ErrorCatalogue.FilterSyntax, ("value", found), ("position", Position(filter, index)), ("expected", expected)));

    public static ServiceException TooComplex(string filter, int index) => new(new Violations().Add(
        Field,
        ErrorCatalogue.FilterTooComplex,
        ("position", Position(filter, index)),
        ("characters", Print(FilterParser.MostCharacters)),
        ("comparisons", Print(FilterParser.MostComparisons)),
        ("depth", Print(FilterParser.MostDepth))));

    public static ServiceException FieldUnknown(string filter, FilterComparison comparison, IEnumerable<FilterField> known) => new(new Violations().Add(
        Field,
        ErrorCatalogue.FilterFieldUnknown,
        ("value", comparison.Path.Text),
        ("position", Position(filter, comparison.Path.Index)),
        ("expected", string.Join(", ", known.Select(field => field.Path)))));

    public static ServiceException OperatorUnsupported(string filter, FilterComparison comparison, FilterField field) => new(new Violations().Add(
        Field,
        ErrorCatalogue.FilterOperatorUnsupported,
        ("path", field.Path),
        ("value", FilterOperators.Sign(comparison.Operator)),
        ("position", Position(filter, comparison.OperatorIndex)),
        ("expected", FilterOperators.List(field.Operators))));

    public static ServiceException ValueInvalid(string filter, FilterComparison comparison, FilterField field) => new(new Violations().Add(
        Field,
        ErrorCatalogue.FilterValueInvalid,
        ("path", field.Path),
        ("value", comparison.Value.Text),
        ("position", Position(filter, comparison.Value.Index)),
        ("expected", field.Expected(comparison.Operator))));

    /// <summary>The number of characters before an index.</summary>
    public static string Position(string text, int index)
    {
        var characters = 0;
        foreach (var _ in text.AsSpan(0, index).EnumerateRunes())
        {
            characters++;
        }

        return Print(characters);
    }

    private static string Print(int number) => number.ToString(CultureInfo.InvariantCulture);
}
