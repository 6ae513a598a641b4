using System.Globalization;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Storage.Paging;

/// <summary>Page sizes by AIP-158: zero means the default, more than the most means the most, negative is refused.</summary>
public static class PageSizes
{
    private const int Default = 50;

    /// <summary>Returns how many rows a page may hold.</summary>
    /// <param name="requested">The caller's <c>page_size</c>.</param>
    /// <param name="most">The most that the method gives.</param>
    /// <exception cref="ServiceException">PAGE_SIZE_NEGATIVE.</exception>
    public static int Resolve(int requested, int most)
    {
        if (requested < 0)
        {
            throw new ServiceException(new Violations().Add(
                "page_size", ErrorCatalogue.PageSizeNegative, ("value", requested.ToString(CultureInfo.InvariantCulture))));
        }

        return requested == 0 ? Math.Min(Default, most) : Math.Min(requested, most);
    }
}
