using Liwan.Documents.Forms;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Xlsx;

/// <summary>Writes a form for a clerk to fill in with Excel, WPS or LibreOffice and to import again.</summary>
/// <remarks>No content is embedded, so that a reader takes every cell as it stands. Rows that stay empty say nothing; labels of tasks that nobody has named stay empty too, so that an unused block is empty as a whole.</remarks>
public static class XlsxBlankForm
{
    private const int EmptyTasks = 5;

    private const int SpareTasks = 2;

    private const int EmptyIndicators = 3;

    private const int SpareSources = 2;

    private static readonly BlankIndicator NoIndicator = new("", "", "");

    /// <summary>Writes <paramref name="blank"/> as a workbook of two sheets: the form and how to fill it in.</summary>
    public static byte[] Write(BlankForm blank)
    {
        ArgumentNullException.ThrowIfNull(blank);

        FormContent content = Content(blank);
        FormGrid grid = FormGridBuilder.Build(content);
        var cells = new BlankCells(grid, [.. Tasks(blank).Select(task => task.Label)]);
        SheetPlan form = FormSheet.Plan(grid, cells.Plan, isProtected: true);
        form.InputRules.AddRange(cells.InputRules());
        return WorkbookPackage.Write([form, FillingGuide.Plan(blank)], new DocumentProperties(blank.Title + blank.YearLine), content: null);
    }

    private static IEnumerable<BlankTask> Tasks(BlankForm blank) =>
        blank.Tasks.Concat(Enumerable.Repeat(new BlankTask("", []), blank.Tasks.Count > 0 ? SpareTasks : EmptyTasks));

    private static FormContent Content(BlankForm blank) => new()
    {
        Template = blank.Template,
        Title = blank.Title,
        Year = blank.Year,
        YearLine = blank.YearLine,
        AttachmentLabel = blank.AttachmentLabel,
        AmountUnit = FormGridBuilder.WanYuan,
        SealLine = blank.SealLine,
        DepartmentName = blank.DepartmentName,
        DepartmentCellText = blank.DepartmentCellText,
        FundingTotal = NoAmounts("合计"),
        Funding = [.. blank.FundingSources.Concat(Enumerable.Repeat("", SpareSources)).Select(NoAmounts)],
        ExpectedObjective = "",
        AchievedObjective = "",
        Tasks = [.. Tasks(blank).Select(Task)],
        Problems = "",
        Improvements = "",
    };

    private static FundingLine NoAmounts(string source) => new(source, null, null, null, null, null);

    private static FormTask Task(BlankTask task)
    {
        IEnumerable<BlankIndicator> indicators = task.Indicators.Count > 0 ? task.Indicators : Enumerable.Repeat(NoIndicator, EmptyIndicators);
        return new FormTask(task.Label, "", "", null, [.. indicators.Select(indicator => new FormIndicator(indicator.Name, indicator.Definition, indicator.Target, "", ""))]);
    }
}
