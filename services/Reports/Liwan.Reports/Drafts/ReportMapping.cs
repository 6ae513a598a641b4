using Google.Protobuf.WellKnownTypes;
using Liwan.Messaging;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Reports.Drafts;

/// <summary>Between the contract's report and the one of the domain.</summary>
internal static class ReportMapping
{
    public const string Template = "liwan-2021";
    public const string AmountUnit = "万元";
    private const int LineLimit = 500;

    public static V1.Report ToProto(Report report) => new()
    {
        Name = report.Name,
        State = (V1.Report.Types.State)report.State,
        Template = report.Template,
        Title = report.Title,
        AttachmentLabel = report.AttachmentLabel,
        YearLine = report.YearLine,
        SealLine = report.SealLine,
        AmountUnit = report.AmountUnit,
        DepartmentCellText = report.DepartmentCellText,
        Problems = report.Problems,
        Improvements = report.Improvements,
        Revision = report.Revision,
        SubmitTime = report.SubmitTime is { } submitted ? Timestamp.FromDateTimeOffset(submitted) : null,
        ReturnReason = report.ReturnReason,
        AcceptTime = report.AcceptTime is { } accepted ? Timestamp.FromDateTimeOffset(accepted) : null,
        PublishTime = report.PublishTime is { } published ? Timestamp.FromDateTimeOffset(published) : null,
        Sequence = report.Sequence,
        CreateTime = Timestamp.FromDateTimeOffset(report.CreateTime),
        UpdateTime = Timestamp.FromDateTimeOffset(report.UpdateTime),
        Etag = report.Etag,
    };

    /// <summary>The report with the etag of its content. The sequence is left out: an archived document is no change to a form.</summary>
    public static Report WithEtag(Report report)
    {
        var covered = ToProto(report);
        covered.Etag = string.Empty;
        covered.Sequence = 0;
        return report with { Etag = Etags.Of(covered) };
    }

    /// <summary>A new report of state DRAFT; empty texts are filled in from the template and the department's name.</summary>
    public static Report Start(Violations violations, V1.Report given, DepartmentYear key, string departmentName, DateTimeOffset now)
    {
        var texts = ReadTexts(violations, given, new Report
        {
            Department = key.Department,
            Year = key.Year,
            State = ReportState.Draft,
            Template = Template,
            Title = string.Empty,
            AttachmentLabel = string.Empty,
            YearLine = string.Empty,
            SealLine = string.Empty,
            AmountUnit = AmountUnit,
            DepartmentCellText = string.Empty,
            Problems = string.Empty,
            Improvements = string.Empty,
            Revision = 0,
            ReturnReason = string.Empty,
            Sequence = 1,
            CreateTime = now,
            UpdateTime = now,
            Etag = string.Empty,
        });
        return WithEtag(texts with
        {
            Title = Or(texts.Title, "荔湾区部门整体支出绩效自评表"),
            YearLine = Or(texts.YearLine, $"（{key.Year}年度）"),
            SealLine = Or(texts.SealLine, $"部门名称（盖章）{departmentName}"),
            DepartmentCellText = Or(texts.DepartmentCellText, departmentName),
        });
    }

    /// <summary>The report with the texts of an update.</summary>
    public static Report Edit(Violations violations, V1.Report updated, Report current, DateTimeOffset now)
    {
        var edited = ReadTexts(violations, updated, current);
        if (edited.Title.Length == 0)
        {
            violations.Add("report.title", ErrorCatalogue.FieldRequired);
        }

        return WithEtag(edited with { UpdateTime = now });
    }

    /// <summary>The field paths of the texts that an edit changed.</summary>
    public static IEnumerable<string> ChangedTexts(Report before, Report after)
    {
        (string Field, string Before, string After)[] texts =
        [
            ("title", before.Title, after.Title),
            ("attachment_label", before.AttachmentLabel, after.AttachmentLabel),
            ("year_line", before.YearLine, after.YearLine),
            ("seal_line", before.SealLine, after.SealLine),
            ("department_cell_text", before.DepartmentCellText, after.DepartmentCellText),
            ("problems", before.Problems, after.Problems),
            ("improvements", before.Improvements, after.Improvements),
        ];
        return texts.Where(text => text.Before != text.After).Select(text => $"report.{text.Field}");
    }

    private static Report ReadTexts(Violations violations, V1.Report given, Report report)
    {
        if (given.Template.Length > 0 && given.Template != report.Template)
        {
            violations.Add("report.template", ErrorCatalogue.ValueNotAccepted, ("value", given.Template), ("expected", report.Template));
        }

        if (given.AmountUnit.Length > 0 && given.AmountUnit != AmountUnit)
        {
            violations.Add("report.amount_unit", ErrorCatalogue.ValueNotAccepted, ("value", given.AmountUnit), ("expected", AmountUnit));
        }

        return report with
        {
            Title = FormText.Read(violations, "report.title", given.Title, FormText.NameLimit),
            AttachmentLabel = FormText.Read(violations, "report.attachment_label", given.AttachmentLabel, FormText.NameLimit),
            YearLine = FormText.Read(violations, "report.year_line", given.YearLine, FormText.NameLimit),
            SealLine = FormText.Read(violations, "report.seal_line", given.SealLine, LineLimit),
            DepartmentCellText = FormText.Read(violations, "report.department_cell_text", given.DepartmentCellText, LineLimit),
            Problems = FormText.Read(violations, "report.problems", given.Problems, FormText.LongLimit),
            Improvements = FormText.Read(violations, "report.improvements", given.Improvements, FormText.LongLimit),
        };
    }

    private static string Or(string text, string fallback) => text.Length > 0 ? text : fallback;
}
