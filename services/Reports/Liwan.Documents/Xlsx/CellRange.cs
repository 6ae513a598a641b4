using System.Globalization;

namespace Liwan.Documents.Xlsx;

/// <summary>A rectangle of cells by rows and columns from 0, both ends included.</summary>
internal readonly record struct CellRange(int Top, int Left, int Bottom, int Right)
{
    /// <summary>Rows of a sheet.</summary>
    public const int MaxRows = 1_048_576;

    /// <summary>Columns of a sheet.</summary>
    public const int MaxColumns = 16_384;

    private const int Letters = 26;

    public bool Contains(int row, int column) => row >= Top && row <= Bottom && column >= Left && column <= Right;

    public override string ToString() => (Top, Left) == (Bottom, Right) ? Address(Top, Left) : Address(Top, Left) + ":" + Address(Bottom, Right);

    /// <summary>The name of a cell, such as C7.</summary>
    public static string Address(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"{ColumnName(column)}{row + 1}");

    /// <summary>The name of a column, such as AB.</summary>
    public static string ColumnName(int column)
    {
        string name = "";
        for (int rest = column + 1; rest > 0; rest = (rest - 1) / Letters)
        {
            name = (char)('A' + ((rest - 1) % Letters)) + name;
        }

        return name;
    }

    /// <summary>Reads a cell's name; whether it is one.</summary>
    public static bool TryAddress(ReadOnlySpan<char> name, out int row, out int column)
    {
        row = -1;
        column = 0;
        int i = 0;
        for (; i < name.Length && char.IsAsciiLetter(name[i]) && i < 4; i++)
        {
            column = (column * Letters) + (char.ToUpperInvariant(name[i]) - 'A') + 1;
        }

        column--;
        if (column is < 0 or >= MaxColumns || !int.TryParse(name[i..], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return false;
        }

        row = number - 1;
        return row is >= 0 and < MaxRows;
    }

    /// <summary>Reads a range such as A1:C3, or a single cell's name; whether it is one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CellRange range)
    {
        range = default;
        int colon = text.IndexOf(':');
        ReadOnlySpan<char> first = colon < 0 ? text : text[..colon];
        ReadOnlySpan<char> last = colon < 0 ? text : text[(colon + 1)..];
        if (!TryAddress(first, out int top, out int left) || !TryAddress(last, out int bottom, out int right))
        {
            return false;
        }

        range = new CellRange(Math.Min(top, bottom), Math.Min(left, right), Math.Max(top, bottom), Math.Max(left, right));
        return true;
    }
}
