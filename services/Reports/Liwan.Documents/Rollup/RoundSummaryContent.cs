namespace Liwan.Documents.Rollup;

/// <summary>Everything that the summary of a round says. This is all that its documents are made from: the same content gives the same bytes.</summary>
public sealed record RoundSummaryContent
{
    /// <summary>The fiscal year.</summary>
    public required int Year { get; init; }

    /// <summary>When it was computed.</summary>
    public required DateTimeOffset ComputeTime { get; init; }

    /// <summary>Where the forms of the round are.</summary>
    public required FilingFigures Filings { get; init; }

    /// <summary>The funds of all counted forms.</summary>
    public required SummedFunds Total { get; init; }

    /// <summary>The funds by source, by actual expenditure, the largest first.</summary>
    public required IReadOnlyList<SummedSource> Sources { get; init; }

    /// <summary>The counted forms by department, by actual expenditure, the largest first.</summary>
    public required IReadOnlyList<SummedDepartment> Departments { get; init; }

    /// <summary>How the indicators of all counted forms came out.</summary>
    public required OutcomeFigures Outcomes { get; init; }

    /// <summary>How many counted forms are in each of <see cref="CompletionRateClass.All"/>.</summary>
    public required IReadOnlyList<int> FormsOfClasses { get; init; }

    /// <summary>How many counted forms have no rate.</summary>
    public required int FormsWithoutRate { get; init; }
}

/// <summary>How many departments of a round are where.</summary>
/// <param name="Owed">应报.</param>
/// <param name="NotStarted">未开始.</param>
/// <param name="Draft">填报中.</param>
/// <param name="Submitted">已提交.</param>
/// <param name="Returned">已退回.</param>
/// <param name="Accepted">已通过.</param>
/// <param name="Published">已公开.</param>
/// <param name="Overdue">逾期.</param>
/// <param name="Late">逾期提交.</param>
/// <param name="Exempt">免报.</param>
public sealed record FilingFigures(
    int Owed, int NotStarted, int Draft, int Submitted, int Returned, int Accepted, int Published, int Overdue, int Late, int Exempt);

/// <summary>The funds of one source.</summary>
/// <param name="Source">资金来源.</param>
/// <param name="Forms">How many forms have it.</param>
/// <param name="Funds">Its funds.</param>
public sealed record SummedSource(string Source, int Forms, SummedFunds Funds);

/// <summary>The figures of one department's form.</summary>
/// <param name="Department">Its id, such as npc-office.</param>
/// <param name="Name">Its name as its form has it.</param>
/// <param name="Revision">The number of the revision that is counted.</param>
/// <param name="Funds">The funds of the form.</param>
/// <param name="Outcomes">How the indicators of the form came out.</param>
public sealed record SummedDepartment(string Department, string Name, int Revision, SummedFunds Funds, OutcomeFigures Outcomes);

/// <summary>How many indicators came out how.</summary>
/// <param name="Exceeded">超额完成.</param>
/// <param name="Met">完成.</param>
/// <param name="NotMet">未完成.</param>
/// <param name="Qualitative">需人工评价.</param>
/// <param name="NotReported">未填报.</param>
/// <param name="Exempt">不作评价.</param>
public readonly record struct OutcomeFigures(int Exceeded, int Met, int NotMet, int Qualitative, int NotReported, int Exempt)
{
    /// <summary>All of them.</summary>
    public int Total => Exceeded + Met + NotMet + Qualitative + NotReported + Exempt;

    /// <summary>Both together.</summary>
    public static OutcomeFigures operator +(OutcomeFigures left, OutcomeFigures right) => Add(left, right);

    /// <summary>Both together.</summary>
    public static OutcomeFigures Add(OutcomeFigures left, OutcomeFigures right) => new(
        left.Exceeded + right.Exceeded,
        left.Met + right.Met,
        left.NotMet + right.NotMet,
        left.Qualitative + right.Qualitative,
        left.NotReported + right.NotReported,
        left.Exempt + right.Exempt);
}
