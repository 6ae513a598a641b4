using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Liwan.Cli.FormFiles;

/// <summary>Reads form files (samples/README.md describes them) and reports everything that is wrong with one at once.</summary>
internal static partial class FormReader
{
    /// <summary>What <c>format</c> says in a file that this version reads and writes.</summary>
    public const string Format = "liwan-form/1";

    public const string AmountUnit = "万元";
    public const int LongestName = 200;
    public const int LongestLine = 500;
    public const int LongestCell = 2_000;
    public const int LongestText = 20_000;
    public const int MostRows = 50;
    public const int MostTasks = 100;
    public const int MostIndicators = 50;

    private const int LongestFile = 16 * 1024 * 1024;
    private const string TotalSource = "合计";

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormFileException">The file cannot be read or is no form.</exception>
    public static async Task<Form> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            var length = new FileInfo(file).Length;
            if (length > LongestFile)
            {
                throw new FormFileException(file, [new FormProblem("$", null, $"文件有 {length} 字节，最多 {LongestFile} 字节")]);
            }

            bytes = await File.ReadAllBytesAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormFileException(file, [new FormProblem("$", null, e is FileNotFoundException or DirectoryNotFoundException ? "没有这个文件" : $"文件读不出来：{e.Message}")]);
        }

        return Read(file, bytes);
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="FormFileException">They are no form.</exception>
    public static Form Read(string file, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        try
        {
            StrictUtf8.GetCharCount(bytes.Span);
            using var document = JsonDocument.Parse(bytes);
            var problems = new List<FormProblem>();
            var json = new JsonObjectReader(document.RootElement, "$", problems);
            var form = IsOurFormat(json) ? ReadForm(json) : null;
            return form is not null && problems.Count == 0 ? form : throw new FormFileException(file, problems);
        }
        catch (DecoderFallbackException e)
        {
            throw new FormFileException(file, [new FormProblem("$", null, $"第 {e.Index} 字节起不是 UTF-8，请把文件存成 UTF-8 编码")]);
        }
        catch (JsonException e)
        {
            throw new FormFileException(file, [new FormProblem("$", null, $"第 {e.LineNumber + 1} 行第 {e.BytePositionInLine + 1} 字节处不是有效的 JSON，请检查引号、逗号和括号")]);
        }
    }

    /// <summary>What else is wrong with a file of another format says nothing.</summary>
    private static bool IsOurFormat(JsonObjectReader json)
    {
        var format = json.Required("format", LongestName, Format);
        if (format.Length > 0 && format != Format)
        {
            json.Report("format", $"应为 \"{Format}\"");
        }

        return format == Format;
    }

    private static Form ReadForm(JsonObjectReader json)
    {
        json.Text("$schema", LongestLine);
        var unit = json.Required("amountUnit", LongestName, AmountUnit);
        if (unit.Length > 0 && unit != AmountUnit)
        {
            json.Report("amountUnit", $"应为 \"{AmountUnit}\"，所有金额都以万元计");
        }

        var departmentId = json.Required("departmentId", LongestName, "npc-office");
        if (departmentId.Length > 0 && !DepartmentIdPattern().IsMatch(departmentId))
        {
            json.Report("departmentId", "应为 2 至 63 个小写字母、数字或连字符，以字母开头，例如 \"npc-office\"");
        }

        var form = new Form
        {
            Year = json.Number("year", 2000, 2099),
            DepartmentId = departmentId,
            DepartmentName = json.Required("departmentName", LongestName, "广州市荔湾区人民代表大会常务委员会办公室"),
            AttachmentLabel = json.Text("attachmentLabel", LongestName) ?? "",
            Title = ReadTitle(json),
            YearLine = json.Text("yearLine", LongestName),
            SealLine = json.Text("sealLine", LongestLine),
            DepartmentCellText = json.Text("departmentCellText", LongestLine),
            Funding = ReadFunding(json),
            AnnualObjective = ReadObjective(json.Object("annualObjective")),
            Tasks = json.List("tasks", MostTasks, required: true, ReadTask),
            Problems = json.Text("problems", LongestText) ?? "",
            Improvements = json.Text("improvements", LongestText) ?? "",
            RuleSet = json.Text("ruleSet", LongestName) ?? "",
        };
        json.End();
        return form;
    }

    private static string? ReadTitle(JsonObjectReader json)
    {
        var title = json.Text("title", LongestName);
        if (title is { Length: 0 })
        {
            json.Report("title", "不能为空；省去此项即用模板的标题");
        }

        return title;
    }

    private static Funding ReadFunding(JsonObjectReader form)
    {
        if (form.Object("funding") is not { } json)
        {
            if (form.Usable)
            {
                form.Report("funding", "缺少此项，应为 { \"rows\": [ … ] }");
            }

            return new Funding([], null);
        }

        var funding = new Funding(json.List("rows", MostRows, required: true, ReadRow), ReadTotal(json.Object("total")));
        json.End();
        return funding;
    }

    private static FundingRow ReadRow(JsonObjectReader json)
    {
        var source = json.Required("source", LongestName, "一般公共预算");
        if (source.Trim() == TotalSource)
        {
            json.Report("source", "合计行不是资金来源，请写在 funding.total 里");
        }

        var row = new FundingRow(
            source,
            json.Amount("initialBudget"),
            json.Amount("adjustment"),
            json.Amount("actualExpenditure"),
            json.Text("completionRate", LongestName) ?? "",
            json.Text("adjustmentRate", LongestName) ?? "");
        json.End();
        return row;
    }

    private static PrintedTotal? ReadTotal(JsonObjectReader? json)
    {
        if (json is null)
        {
            return null;
        }

        var total = new PrintedTotal(
            json.Text("initialBudget", LongestName) ?? "",
            json.Text("adjustment", LongestName) ?? "",
            json.Text("actualExpenditure", LongestName) ?? "",
            json.Text("completionRate", LongestName) ?? "",
            json.Text("adjustmentRate", LongestName) ?? "");
        json.End();
        return total;
    }

    private static AnnualObjective ReadObjective(JsonObjectReader? json)
    {
        var objective = new AnnualObjective(json?.Text("expected", LongestText) ?? "", json?.Text("achieved", LongestText) ?? "");
        json?.End();
        return objective;
    }

    private static FormTask ReadTask(JsonObjectReader json)
    {
        var task = new FormTask(
            json.Text("label", LongestName) ?? "",
            json.Text("expected", LongestText) ?? "",
            json.Text("achieved", LongestText) ?? "",
            json.Amount("funds"),
            json.List("indicators", MostIndicators, required: false, ReadIndicator));
        json.End();
        return task;
    }

    private static FormIndicator ReadIndicator(JsonObjectReader json)
    {
        var indicator = new FormIndicator(
            json.Required("name", LongestName, "会议出席率"),
            json.Text("definition", LongestCell) ?? "",
            json.Text("target", LongestCell) ?? "",
            json.Text("actual", LongestCell) ?? "",
            json.Text("deviationReason", LongestCell) ?? "",
            json.Text("level", LongestName) ?? "",
            json.Text("weight", LongestName) ?? "");
        json.End();
        return indicator;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{1,62}\z")]
    internal static partial Regex DepartmentIdPattern();
}
