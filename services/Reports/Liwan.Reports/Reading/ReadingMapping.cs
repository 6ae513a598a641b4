using Google.Type;
using Liwan.Budgets.V1;
using Liwan.Documents.Forms;
using Liwan.Documents.Reading;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Requests;
using Liwan.TaskIndicators.V1;

namespace Liwan.Reports.Reading;

/// <summary>What a document was read as, as messages.</summary>
internal static class ReadingMapping
{
    // Enough to find the cell again; whole, the texts would double the answer.
    private const int MostText = 200;

    public static ImportDocumentResponse ToMessage(string department, FormReading reading)
    {
        var form = reading.Form;
        var key = new DepartmentYear(department, form.Year);
        var hasYear = form.Year > 0;
        return new ImportDocumentResponse
        {
            Year = form.Year,
            DepartmentDisplayName = form.DepartmentName,
            Report = new V1.Report
            {
                Name = hasYear ? key.In("reports") : string.Empty,
                Title = form.Title,
                YearLine = form.YearLine,
                SealLine = form.SealLine,
                AttachmentLabel = form.AttachmentLabel,
                DepartmentCellText = form.DepartmentCellText,
                Problems = form.Problems,
                Improvements = form.Improvements,
            },
            Budget = new Budget { Name = hasYear ? key.In("budgets") : string.Empty, FundingRows = { form.Funding.Select(Row) } },
            TaskPlan = new TaskPlan
            {
                Name = hasYear ? key.In("taskPlans") : string.Empty,
                AnnualObjective = new AnnualObjective { Expected = form.ExpectedObjective, Achieved = form.AchievedObjective },
                Tasks = { form.Tasks.Select(Task) },
            },
            Cells = { reading.Cells.Select(Cell) },
        };
    }

    private static FundingRow Row(FundingLine line) => new()
    {
        Source = line.Source,
        InitialBudget = Money(line.InitialBudgetFen),
        Adjustment = Money(line.AdjustmentFen),
        ActualExpenditure = Money(line.ActualExpenditureFen),
    };

    private static TaskIndicators.V1.Task Task(FormTask task) => new()
    {
        Label = task.Label,
        Expected = task.Expected,
        Achieved = task.Achieved,
        Funds = Money(task.FundsFen),
        Indicators =
        {
            task.Indicators.Select(indicator => new Indicator
            {
                DisplayName = indicator.Name,
                Definition = indicator.Definition,
                Target = indicator.Target,
                Actual = indicator.Actual,
                DeviationReason = indicator.DeviationReason,
            }),
        },
    };

    private static DocumentCell Cell(CellReading cell) => new()
    {
        Field = cell.Field,
        Place = cell.Place,
        Text = cell.Text.Length <= MostText ? cell.Text : cell.Text[..MostText] + "…",
        Confidence = cell.Confidence,
        Doubt = (DocumentCell.Types.Doubt)cell.Doubt,
        Message = cell.Message,
    };

    private static Money? Money(long? fen) => FormMoney.Write(fen);
}
