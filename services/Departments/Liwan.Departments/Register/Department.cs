namespace Liwan.Departments.Register;

/// <summary>A department of the register.</summary>
internal sealed record Department
{
    /// <summary>The last part of the resource name.</summary>
    public required string Id { get; init; }

    /// <summary>Oldest first, without overlap, at least one.</summary>
    public required IReadOnlyList<OfficialName> OfficialNames { get; init; }

    /// <summary>预算单位编码; empty if not known.</summary>
    public required string BudgetUnitCode { get; init; }

    /// <summary>统一社会信用代码; empty if not known.</summary>
    public required string CreditCode { get; init; }

    /// <summary>The id of the department above; null at the first level.</summary>
    public required string? Parent { get; init; }

    /// <summary>The id of the department that took over; null while this one exists.</summary>
    public required string? Successor { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required DateTimeOffset UpdateTime { get; init; }

    public string Etag { get; init; } = string.Empty;
}

/// <summary>An official name; a null date leaves its side open.</summary>
internal sealed record OfficialName(string Text, DateOnly? Start, DateOnly? End);
