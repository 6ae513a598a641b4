using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Liwan.Cli.FormFiles;

/// <summary>Writes a form as a file that <see cref="FormReader"/> reads back; cells that are blank are left out.</summary>
internal static class FormWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Form form)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("format", FormReader.Format);
            json.WriteNumber("year", form.Year);
            json.WriteString("departmentId", form.DepartmentId);
            json.WriteString("departmentName", form.DepartmentName);
            WriteUnlessBlank(json, "attachmentLabel", form.AttachmentLabel);
            WriteUnlessNull(json, "title", form.Title);
            WriteUnlessNull(json, "yearLine", form.YearLine);
            WriteUnlessNull(json, "sealLine", form.SealLine);
            WriteUnlessNull(json, "departmentCellText", form.DepartmentCellText);
            json.WriteString("amountUnit", FormReader.AmountUnit);
            WriteFunding(json, form.Funding);
            json.WriteStartObject("annualObjective");
            WriteUnlessBlank(json, "expected", form.AnnualObjective.Expected);
            WriteUnlessBlank(json, "achieved", form.AnnualObjective.Achieved);
            json.WriteEndObject();
            WriteTasks(json, form.Tasks);
            WriteUnlessBlank(json, "problems", form.Problems);
            WriteUnlessBlank(json, "improvements", form.Improvements);
            WriteUnlessBlank(json, "ruleSet", form.RuleSet);
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void WriteFunding(Utf8JsonWriter json, Funding funding)
    {
        json.WriteStartObject("funding");
        json.WriteStartArray("rows");
        foreach (var row in funding.Rows)
        {
            json.WriteStartObject();
            json.WriteString("source", row.Source);
            WriteUnlessBlank(json, "initialBudget", row.InitialBudget?.ToString());
            WriteUnlessBlank(json, "adjustment", row.Adjustment?.ToString());
            WriteUnlessBlank(json, "actualExpenditure", row.ActualExpenditure?.ToString());
            WriteUnlessBlank(json, "completionRate", row.CompletionRate);
            WriteUnlessBlank(json, "adjustmentRate", row.AdjustmentRate);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (funding.Total is { } total)
        {
            json.WriteStartObject("total");
            WriteUnlessBlank(json, "initialBudget", total.InitialBudget);
            WriteUnlessBlank(json, "adjustment", total.Adjustment);
            WriteUnlessBlank(json, "actualExpenditure", total.ActualExpenditure);
            WriteUnlessBlank(json, "completionRate", total.CompletionRate);
            WriteUnlessBlank(json, "adjustmentRate", total.AdjustmentRate);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteTasks(Utf8JsonWriter json, IReadOnlyList<FormTask> tasks)
    {
        json.WriteStartArray("tasks");
        foreach (var task in tasks)
        {
            json.WriteStartObject();
            WriteUnlessBlank(json, "label", task.Label);
            WriteUnlessBlank(json, "expected", task.Expected);
            WriteUnlessBlank(json, "achieved", task.Achieved);
            WriteUnlessBlank(json, "funds", task.Funds?.ToString());
            json.WriteStartArray("indicators");
            foreach (var indicator in task.Indicators)
            {
                json.WriteStartObject();
                json.WriteString("name", indicator.Name);
                WriteUnlessBlank(json, "definition", indicator.Definition);
                WriteUnlessBlank(json, "target", indicator.Target);
                WriteUnlessBlank(json, "actual", indicator.Actual);
                WriteUnlessBlank(json, "deviationReason", indicator.DeviationReason);
                WriteUnlessBlank(json, "level", indicator.Level);
                WriteUnlessBlank(json, "weight", indicator.Weight);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteUnlessBlank(Utf8JsonWriter json, string property, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json.WriteString(property, text);
        }
    }

    private static void WriteUnlessNull(Utf8JsonWriter json, string property, string? text)
    {
        if (text is not null)
        {
            json.WriteString(property, text);
        }
    }
}
