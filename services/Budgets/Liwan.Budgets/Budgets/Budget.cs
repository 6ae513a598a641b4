using Liwan.ServiceDefaults.Requests;

namespace Liwan.Budgets.Budgets;

/// <summary>The funding of a department's year.</summary>
internal sealed record Budget
{
    public required DepartmentYear Key { get; init; }

    /// <summary>In the order of the form.</summary>
    public required IReadOnlyList<FundingRow> Rows { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required DateTimeOffset UpdateTime { get; init; }

    public string Etag { get; init; } = string.Empty;

    /// <summary>Whether the year's report keeps the budget from being changed.</summary>
    public bool Locked { get; init; }

    /// <summary>The uids of the rows.</summary>
    public IEnumerable<string> Uids => Rows.Select(row => row.Uid);

    /// <summary>The row 合计.</summary>
    public Amounts Total => Amounts.Sum(Rows.Select(row => row.Amounts));
}

/// <summary>One funding source of the year.</summary>
internal sealed record FundingRow(string Uid, string Source, Amounts Amounts);
