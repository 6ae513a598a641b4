using System.Globalization;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Liwan.ServiceDefaults.Clients;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Departments.Register;

/// <summary>Between departments on the wire and inside; what comes in is checked on the way.</summary>
internal static class DepartmentMapping
{
    public const string BudgetUnitCodeField = "department.budget_unit_code";
    public const string CreditCodeField = "department.unified_social_credit_code";
    public const string ParentField = "department.parent_department";
    public const string SuccessorField = "department.successor";

    private const string NamesField = "department.official_names";
    private const int MostNames = 20;

    public static string NameOf(string id) => $"departments/{id}";

    public static Department Read(Violations violations, string id, V1.Department department, DateTimeOffset createTime, DateTimeOffset updateTime) => new()
    {
        Id = id,
        OfficialNames = ReadNames(violations, department.OfficialNames),
        BudgetUnitCode = ReadUnitCode(violations, department.BudgetUnitCode),
        CreditCode = ReadCreditCode(violations, department.UnifiedSocialCreditCode),
        Parent = ReadLink(violations, ParentField, department.ParentDepartment),
        Successor = ReadLink(violations, SuccessorField, department.Successor),
        CreateTime = createTime,
        UpdateTime = updateTime,
    };

    /// <param name="department">The department.</param>
    /// <param name="today">Decides which official name is the display name.</param>
    public static V1.Department Write(Department department, DateOnly today)
    {
        var message = WriteContent(department);
        message.DisplayName = message.OfficialNameOn(today);
        message.Etag = department.Etag;
        return message;
    }

    /// <summary>Returns the department with the etag of its content and times; which name is in force today is no content.</summary>
    public static Department WithEtag(Department department) => department with { Etag = Etags.Of(WriteContent(department)) };

    private static V1.Department WriteContent(Department department) => new()
    {
        Name = NameOf(department.Id),
        OfficialNames =
        {
            department.OfficialNames.Select(name => new V1.OfficialName { Text = name.Text, StartDate = CivilDates.Write(name.Start), EndDate = CivilDates.Write(name.End) }),
        },
        BudgetUnitCode = department.BudgetUnitCode,
        UnifiedSocialCreditCode = department.CreditCode,
        ParentDepartment = department.Parent is { } parent ? NameOf(parent) : string.Empty,
        Successor = department.Successor is { } successor ? NameOf(successor) : string.Empty,
        CreateTime = Timestamp.FromDateTimeOffset(department.CreateTime),
        UpdateTime = Timestamp.FromDateTimeOffset(department.UpdateTime),
    };

    private static List<OfficialName> ReadNames(Violations violations, RepeatedField<V1.OfficialName> names)
    {
        if (names.Count == 0)
        {
            violations.Add(NamesField, ErrorCatalogue.FieldRequired);
        }
        else if (names.Count > MostNames)
        {
            violations.Add(NamesField, ErrorCatalogue.TooManyItems, ("value", Print(names.Count)), ("limit", Print(MostNames)));
            return [];
        }

        var read = new List<OfficialName>(names.Count);
        for (var i = 0; i < names.Count; i++)
        {
            var path = $"{NamesField}[{i}]";
            var name = new OfficialName(
                FormText.Read(violations, $"{path}.text", names[i].Text, FormText.NameLimit, required: true),
                CivilDates.Read(violations, $"{path}.start_date", names[i].StartDate),
                CivilDates.Read(violations, $"{path}.end_date", names[i].EndDate));
            if (name.End < name.Start)
            {
                violations.Add($"{path}.end_date", ErrorCatalogue.DatesInvalid, ("value", CivilDates.Print(names[i].EndDate)));
            }

            if (i > 0 && !(read[^1].End < name.Start))
            {
                violations.Add($"{path}.start_date", ErrorCatalogue.DatesInvalid, ("value", CivilDates.Print(names[i].StartDate)));
            }

            read.Add(name);
        }

        return read;
    }

    private static string ReadUnitCode(Violations violations, string code)
    {
        if (code.Length > 0 && (code.Length is < 3 or > 20 || !code.All(char.IsAsciiDigit)))
        {
            violations.Add(BudgetUnitCodeField, ErrorCatalogue.ValueNotAccepted, ("value", code), ("expected", "3 至 20 位数字"));
        }

        return code;
    }

    private static string ReadCreditCode(Violations violations, string code)
    {
        if (code.Length > 0 && !CreditCode.IsValid(code))
        {
            violations.Add(CreditCodeField, ErrorCatalogue.CreditCodeInvalid, ("value", code));
        }

        return code;
    }

    private static string? ReadLink(Violations violations, string field, string name) =>
        name.Length == 0 ? null : ResourceNames.Department(violations, field, name);

    private static string Print(int value) => value.ToString(CultureInfo.InvariantCulture);
}
