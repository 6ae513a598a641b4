using System.Globalization;
using System.Text.Json;
using Liwan.Documents.Forms;

namespace Liwan.Documents.Tests;

/// <summary>The two published forms of 2021, from their transcriptions, and small forms made by hand.</summary>
internal static class TestForms
{
    public static FormContent NpcOffice { get; } = Transcription("npc-office-2021");

    public static FormContent CppccOffice { get; } = Transcription("cppcc-office-2021");

    public static FormContent Named(string name) => name switch
    {
        "npc-office" => NpcOffice,
        "cppcc-office" => CppccOffice,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>A form with nothing filled in.</summary>
    public static FormContent Empty { get; } = new()
    {
        Template = "liwan-2021",
        Title = "",
        Year = 2021,
        YearLine = "",
        AttachmentLabel = "",
        AmountUnit = "万元",
        SealLine = "",
        DepartmentName = "",
        DepartmentCellText = "",
        FundingTotal = new FundingLine("", null, null, null, null, null),
        Funding = [],
        ExpectedObjective = "",
        AchievedObjective = "",
        Tasks = [],
        Problems = "",
        Improvements = "",
    };

    private static FormContent Transcription(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "TestData", file + ".json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement form = document.RootElement;
        JsonElement[] funding = [.. form.GetProperty("funding").EnumerateArray()];
        return new FormContent
        {
            Template = "liwan-2021",
            Title = Text(form, "title"),
            Year = form.GetProperty("year").GetInt32(),
            YearLine = Text(form, "yearText"),
            AttachmentLabel = form.TryGetProperty("attachmentLabel", out JsonElement label) ? label.GetString()! : "",
            AmountUnit = Text(form, "unit"),
            SealLine = Text(form, "sealLine"),
            DepartmentName = Text(form, "department"),
            DepartmentCellText = Text(form, "departmentCellText"),
            FundingTotal = Funding(funding[0]),
            Funding = [.. funding[1..].Select(Funding)],
            ExpectedObjective = Text(form.GetProperty("annualObjective"), "expected"),
            AchievedObjective = Text(form.GetProperty("annualObjective"), "achieved"),
            Tasks = [.. form.GetProperty("tasks").EnumerateArray().Select(Task)],
            Problems = Text(form, "problems"),
            Improvements = Text(form, "improvements"),
        };
    }

    private static FundingLine Funding(JsonElement row) => new(
        Text(row, "source"),
        Hundredths(Text(row, "initialBudget")) * 10_000,
        Hundredths(Text(row, "adjustment")) * 10_000,
        Hundredths(Text(row, "actualExpenditure")) * 10_000,
        Hundredths(Text(row, "completionRateText").TrimEnd('%')),
        Hundredths(Text(row, "adjustmentRateText").TrimEnd('%')));

    private static FormTask Task(JsonElement task) => new(
        Text(task, "label"),
        Text(task, "expected"),
        Text(task, "achieved"),
        Hundredths(Text(task, "funds")) * 10_000,
        [.. task.GetProperty("indicators").EnumerateArray().Select(Indicator)]);

    private static FormIndicator Indicator(JsonElement indicator) => new(
        Text(indicator, "name"),
        Text(indicator, "definition"),
        Text(indicator, "target"),
        Text(indicator, "actual"),
        DeviationReason: "");

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static long Hundredths(string figure) => (long)(decimal.Parse(figure, CultureInfo.InvariantCulture) * 100);
}
