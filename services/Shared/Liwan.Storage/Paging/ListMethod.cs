using System.Text.Json;
using Liwan.ServiceDefaults.Access;
using Liwan.Storage.Filtering;

namespace Liwan.Storage.Paging;

/// <summary>What a caller asks of a list method.</summary>
/// <param name="Method">The method's full name.</param>
/// <param name="Parent">The collection's parent; empty if it has none.</param>
/// <param name="Filter">The caller's <c>filter</c>.</param>
/// <param name="OrderBy">The caller's <c>order_by</c>.</param>
/// <param name="PageSize">The caller's <c>page_size</c>.</param>
/// <param name="PageToken">The caller's <c>page_token</c>.</param>
public sealed record ListRequest(string Method, string Parent, string Filter, string OrderBy, int PageSize, string PageToken)
{
    /// <summary>What a page token belongs to; the size of a page may change on the way.</summary>
    internal string Binding => JsonSerializer.Serialize(new[] { Method, Parent, Filter, OrderBy });
}

/// <summary>A column that has one value in the whole list, such as the department under which the list is asked for.</summary>
/// <param name="Column">The column.</param>
/// <param name="Value">Its value.</param>
public sealed record ListScope(string Column, object Value);

/// <summary>Whose rows the caller may see.</summary>
/// <param name="Column">The column that tells whose a row is.</param>
/// <param name="Departments">Ids of departments; may be none.</param>
internal sealed record ListBounds(string Column, IReadOnlySet<string> Departments);

/// <summary>A list method: what it can be filtered and ordered by, and how its pages follow each other.</summary>
/// <typeparam name="TRow">What the list is of.</typeparam>
public sealed class ListMethod<TRow>
{
    private readonly int _mostOnPage;
    private readonly string? _departmentColumn;

    /// <summary>Describes a list method.</summary>
    /// <param name="mostOnPage">The most rows that a page holds.</param>
    /// <param name="departmentColumn">The column that tells whose a row is: a caller who is bound to departments sees no other. Null: rows are nobody's.</param>
    /// <param name="fields">What it can be filtered by.</param>
    /// <param name="orders">What it can be ordered by; the first is the order of a caller who asks for none.</param>
    public ListMethod(int mostOnPage, string? departmentColumn, IReadOnlyList<FilterField> fields, IReadOnlyList<ListOrder<TRow>> orders)
    {
        _mostOnPage = mostOnPage;
        _departmentColumn = departmentColumn;
        Fields = fields;
        Orders = orders;
    }

    /// <summary>What it can be filtered by.</summary>
    public IReadOnlyList<FilterField> Fields { get; }

    /// <summary>What it can be ordered by.</summary>
    public IReadOnlyList<ListOrder<TRow>> Orders { get; }

    /// <summary>Reads what a caller asks for.</summary>
    /// <param name="tokens">Reads the page token.</param>
    /// <param name="request">The caller's request.</param>
    /// <param name="scope">What the parent fixes.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="Liwan.ServiceDefaults.Errors.ServiceException">
    /// PAGE_SIZE_NEGATIVE, PAGE_TOKEN_INVALID, ORDER_BY_INVALID, or one of the FILTER_ errors.
    /// </exception>
    public async Task<ListQuery<TRow>> ReadAsync(
        PageTokens tokens, ListRequest request, IReadOnlyList<ListScope> scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(request);
        var size = PageSizes.Resolve(request.PageSize, _mostOnPage);
        var filter = Filter.Read(request.Filter, Fields);
        var order = OrderBy.Read(request.OrderBy, Orders);
        var after = await tokens.UnprotectAsync(request.Binding, request.PageToken, cancellationToken);
        return new ListQuery<TRow>(request.Binding, scope, Bounds, filter, order, after, size);
    }

    /// <summary>Asks for a page in the first order without a filter.</summary>
    /// <param name="scope">What is fixed.</param>
    /// <param name="after"><see cref="ListQuery{TRow}.KeyOf"/> of the last row before; null for the first page.</param>
    /// <param name="size">How many rows at most.</param>
    public ListQuery<TRow> Whole(IReadOnlyList<ListScope> scope, IReadOnlyList<string>? after, int size) =>
        new(string.Empty, scope, Bounds, Filter.None, Orders[0], after, size);

    private ListBounds? Bounds => _departmentColumn is not null && CurrentCall.Value?.Departments is { } departments ? new ListBounds(_departmentColumn, departments) : null;
}
