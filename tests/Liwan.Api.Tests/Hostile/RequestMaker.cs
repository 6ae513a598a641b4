using System.Collections;
using System.Globalization;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Liwan.Documents.Layout;
using Liwan.Documents.Xlsx;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace Liwan.Api.Tests.Hostile;

/// <summary>
/// Makes requests from the descriptors alone, so that a new method or field is tried without a line here: plausible ones,
/// which mostly are accepted, and hostile ones. What answers said (etags, tokens, uids) comes back in later requests.
/// </summary>
/// <param name="random">Of a fixed seed.</param>
/// <param name="departments">Departments that exist.</param>
internal sealed class RequestMaker(Random random, IReadOnlyList<string> departments)
{
    private const int Deepest = 5;
    private static readonly Dictionary<string, string> Patterns = ResourcePatterns();

    private readonly HostileValues _hostile = new(random);
    private readonly Dictionary<string, string> _etags = new(StringComparer.Ordinal);
    private readonly List<string> _pageTokens = [];
    private readonly List<string> _resumeTokens = ["", "start"];
    private readonly List<string> _outboxEvents = [];
    private readonly List<string> _uids = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _indicators = new(StringComparer.Ordinal);
    private int _position;
    private long _index;

    // A document that is read without a doubt.
    private static readonly ByteString Document = ByteString.CopyFrom(XlsxBlankForm.Write(new BlankForm
    {
        Template = FormGridBuilder.Liwan2021,
        Title = "荔湾区部门整体支出绩效自评表",
        Year = 2021,
        YearLine = "（2021年度）",
        AttachmentLabel = "",
        SealLine = "部门名称（盖章）",
        DepartmentName = "荔湾区某某局",
        DepartmentCellText = "荔湾区某某局(部门)",
    }));

    /// <summary>The bytes of one request: one message, or some where the client streams.</summary>
    public IReadOnlyList<byte[]> Make(MethodDescriptor method)
    {
        _position = 0;
        _index = 0;
        var count = method.IsClientStreaming ? random.Next(1, 5) : 1;
        // A stream is as good as its worst message: let some be good as a whole.
        var kind = random.Next(2) == 0 ? random.Next(10) : -1;
        return [.. Enumerable.Range(0, count).Select(_ => Make(method.InputType, kind < 0 ? random.Next(10) : kind))];
    }

    /// <summary>A request that mostly is accepted.</summary>
    public IMessage Plausible(MethodDescriptor method)
    {
        _position = 0;
        _index = 0;
        return Plausible(method.InputType, 0);
    }

    private byte[] Make(MessageDescriptor type, int kind)
    {
        var bytes = kind switch
        {
            < 2 => Write(Plausible(type, 0)),
            < 5 => Write(Spoil(Plausible(type, 0))),
            < 6 => Damage(Write(Plausible(type, 0))),
            < 9 => Write(Hostile(type, 0)),
            _ => random.Next(2) == 0 ? Damage(Write(Hostile(type, 0))) : _hostile.SomeBytes(random.Next(300)),
        };
        _position++;
        return bytes;
    }

    /// <summary>Keeps what an answer said for later requests.</summary>
    public void Learn(IMessage request, IMessage answer)
    {
        if (Text(request, "name") is { Length: > 0 } name && Text(answer, "etag") is { Length: > 0 } etag)
        {
            _etags[name] = etag;
        }

        if (Text(answer, "next_page_token") is { Length: > 0 } token)
        {
            _pageTokens.Add(token);
        }

        if (Text(answer, "resume_token") is { Length: > 0 } resumeToken)
        {
            _resumeTokens.Add(resumeToken);
        }

        LearnFrom(answer);
    }

    private void LearnFrom(IMessage message)
    {
        if (Text(message, "name") is { Length: > 0 } name && Text(message, "etag") is { Length: > 0 } etag)
        {
            _etags[name] = etag;
        }

        if (Text(message, "name") is { } listed && listed.StartsWith("outboxEvents/", StringComparison.Ordinal))
        {
            _outboxEvents.Add(listed.Split('/')[1]);
        }

        if (message is TaskPlan plan)
        {
            _indicators[plan.Name] = [.. plan.Tasks.SelectMany(task => task.Indicators).Select(indicator => indicator.Uid)];
        }

        if (Text(message, "uid") is { Length: > 0 } uid && _uids.Count < 1000)
        {
            _uids.Add(uid);
        }

        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => field.FieldType == FieldType.Message && !field.IsMap))
        {
            switch (field.Accessor.GetValue(message))
            {
                case IMessage inner:
                    LearnFrom(inner);
                    break;
                case IEnumerable items:
                    foreach (var item in items.OfType<IMessage>())
                    {
                        LearnFrom(item);
                    }

                    break;
            }
        }
    }

    private static string? Text(IMessage message, string field) =>
        message.Descriptor.FindFieldByName(field) is { FieldType: FieldType.String, IsRepeated: false } known ? (string)known.Accessor.GetValue(message) : null;

    private IMessage Plausible(MessageDescriptor type, int depth)
    {
        switch (type.FullName)
        {
            case "google.type.Money":
                return new Google.Type.Money { CurrencyCode = "CNY", Units = random.Next(100_000), Nanos = random.Next(100) * 10_000_000 };
            case "google.type.Date":
                return new Google.Type.Date { Year = random.Next(1990, 2030), Month = random.Next(1, 13), Day = random.Next(1, 29) };
            case "google.protobuf.Timestamp":
                return new Timestamp { Seconds = random.Next(1_600_000_000, 1_900_000_000) };
        }

        var message = Empty(type);
        var inUnions = type.Oneofs.Where(union => !union.IsSynthetic).Select(union => union.Fields[random.Next(union.Fields.Count)]).ToHashSet();
        foreach (var field in type.Fields.InFieldNumberOrder().Where(field => field.RealContainingOneof is null || inUnions.Contains(field)))
        {
            // An import says how it works once, in the beginning.
            if (field.IsMap || Is(field, FieldBehavior.OutputOnly) || IsStated(field) || (field.Name == "settings" && _position > 0))
            {
                continue;
            }

            if (field.FieldType == FieldType.Message)
            {
                FillMessage(message, field, depth);
            }
            else if (field.IsRepeated)
            {
                ((IList)field.Accessor.GetValue(message)).Add(PlausibleValue(field));
            }
            else
            {
                field.Accessor.SetValue(message, PlausibleValue(field));
            }
        }

        if (type.FindFieldByName("etag") is { } etag && Text(message, "name") is { } name)
        {
            etag.Accessor.SetValue(message, random.Next(10) < 6 || Is(etag, FieldBehavior.Required) ? _etags.GetValueOrDefault(name, string.Empty) : string.Empty);
        }

        if (type.FindFieldByName("indicator_uid") is { } indicator && _indicators.GetValueOrDefault(Text(message, "name") ?? string.Empty) is { Count: > 0 } uids)
        {
            indicator.Accessor.SetValue(message, uids[random.Next(uids.Count)]);
        }

        return message;
    }

    private void FillMessage(IMessage message, FieldDescriptor field, int depth)
    {
        if (field.MessageType.FullName == "google.protobuf.FieldMask")
        {
            field.Accessor.SetValue(message, Mask(message.Descriptor));
        }
        else if (field.IsRepeated)
        {
            var items = (IList)field.Accessor.GetValue(message);
            for (var i = random.Next(1, 4); i > 0 && depth < Deepest; i--)
            {
                items.Add(Plausible(field.MessageType, depth + 1));
            }
        }
        else if (Is(field, FieldBehavior.Required) || field.Name == "settings" || field.RealContainingOneof is not null || random.Next(4) > 0)
        {
            field.Accessor.SetValue(message, Plausible(field.MessageType, depth + 1));
        }
    }

    private FieldMask? Mask(MessageDescriptor request)
    {
        var resource = request.Fields.InFieldNumberOrder().FirstOrDefault(field => field.FieldType == FieldType.Message && field.MessageType.FindFieldByName("etag") is not null);
        if (resource is null || random.Next(3) == 0)
        {
            return null;
        }

        var fields = resource.MessageType.Fields.InFieldNumberOrder().Where(field => !Is(field, FieldBehavior.OutputOnly) && field.Name is not ("name" or "etag")).ToList();
        return random.Next(4) == 0 ? new FieldMask { Paths = { "*" } } : new FieldMask { Paths = { fields[random.Next(fields.Count)].Name } };
    }

    // Figures that the service computes; a random one is refused.
    private static bool IsStated(FieldDescriptor field) => field.Name is "total" || field.Name.EndsWith("_basis_points", StringComparison.Ordinal);

    private object PlausibleValue(FieldDescriptor field)
    {
        if (field.FieldType == FieldType.String)
        {
            return PlausibleText(field);
        }

        return field.FieldType switch
        {
            FieldType.Enum => field.EnumType.Values[random.Next(field.EnumType.Values.Count)].Number,
            FieldType.Int32 => random.Next(1, 4),
            FieldType.Int64 when field.Name == "index" => _index++,
            FieldType.Int64 => (long)random.Next(1, 4),
            FieldType.Bool => random.Next(2) == 0,
            FieldType.Bytes when field.ContainingType.Name == nameof(ImportDocumentRequest) => Document,
            _ => _hostile.Of(field),
        };
    }

    private string PlausibleText(FieldDescriptor field)
    {
        var reference = field.GetOptions()?.GetExtension(ResourceExtensions.ResourceReference);
        var resource = field.ContainingType.GetOptions()?.GetExtension(ResourceExtensions.Resource);
        return field.Name switch
        {
            _ when reference is { ChildType.Length: > 0 } => Parent(Name(Patterns[reference.ChildType])),
            _ when reference is { Type.Length: > 0 } => Is(field, FieldBehavior.Required) || field.IsRepeated || random.Next(4) == 0 ? Name(Patterns[reference.Type]) : string.Empty,
            "name" when resource is not null => Name(resource.Pattern[0]),
            "name" => Name(Patterns["liwan.gov/Report"]),
            "parent" when field.ContainingType.Name.EndsWith("DeadLettersRequest", StringComparison.Ordinal) => "consumers/budgets",
            "parent" => Department(),
            "resume_token" => _resumeTokens[random.Next(_resumeTokens.Count)],
            // Not those of the forms that other methods work on: events lock years.
            "report" => $"departments/{departments[0]}/reports/{random.Next(2030, 2100)}",
            "department_id" => $"new-{random.Next(1_000_000)}",
            _ when field.Name.EndsWith("_id", StringComparison.Ordinal) && field.Name is not ("request_id" or "message_id" or "import_id") => $"{random.Next(2000, 2100)}",
            "request_id" or "message_id" or "import_id" => random.Next(3) == 0 && field.Name == "request_id" ? string.Empty : Uuid(),
            "uid" => _uids.Count > 0 && random.Next(4) == 0 ? _uids[random.Next(_uids.Count)] : string.Empty,
            "page_token" => _pageTokens.Count > 0 && random.Next(2) == 0 ? _pageTokens[random.Next(_pageTokens.Count)] : string.Empty,
            "field" => random.Next(2) == 0 ? string.Empty : "report.problems",
            // Without a rule set they are refused, and few plans have one.
            "level" => random.Next(8) == 0 ? "output" : string.Empty,
            "weight" => random.Next(8) == 0 ? $"{random.Next(1, 101)}" : string.Empty,
            "budget_execution_rate" => random.Next(2) == 0 ? string.Empty : $"{random.Next(120)}.5",
            "score_rate" => random.Next(2) == 0 ? string.Empty : $"{random.Next(101)}",
            "template" => "liwan-2021",
            "amount_unit" => "万元",
            "budget_unit_code" => random.Next(2) == 0 ? string.Empty : random.Next(100_000, 999_999).ToString(CultureInfo.InvariantCulture),
            "unified_social_credit_code" or "filter" or "order_by" or "traceparent" or "tracestate" => string.Empty,
            _ => new[] { "一般公共预算", "召开会议。\n会议顺利召开。", "85%", "第一，加强学习；第二，加强管理。" }[random.Next(4)],
        };
    }

    private string Name(string pattern) => pattern
        .Replace("{department}", departments[random.Next(departments.Count)], StringComparison.Ordinal)
        .Replace("{year}", random.Next(8) == 0 ? $"{random.Next(2000, 2100)}" : $"{random.Next(2021, 2025)}", StringComparison.Ordinal)
        .Replace("{review_comment}", $"{random.Next(1, 4)}", StringComparison.Ordinal)
        .Replace("{outbox_event}", _outboxEvents.Count > 0 ? _outboxEvents[random.Next(_outboxEvents.Count)] : Uuid(), StringComparison.Ordinal)
        .Replace("{rule_set}", random.Next(2) == 0 ? "national-2020" : "process-and-result", StringComparison.Ordinal)
        .Replace("{revision}", $"{random.Next(1, 3)}", StringComparison.Ordinal);

    private string Department() => random.Next(5) == 0 ? "departments/-" : $"departments/{departments[random.Next(departments.Count)]}";

    private static string Parent(string name) => string.Join('/', name.Split('/')[..^2]);

    private string Uuid()
    {
        var bytes = _hostile.SomeBytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private IMessage Hostile(MessageDescriptor type, int depth)
    {
        var message = Empty(type);
        foreach (var field in type.Fields.InFieldNumberOrder().Where(_ => random.Next(3) > 0))
        {
            SetHostile(message, field, depth);
        }

        return message;
    }

    private IMessage Spoil(IMessage message)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var holder = Descend(message);
            var fields = holder.Descriptor.Fields.InFieldNumberOrder();
            if (fields.Count > 0)
            {
                SetHostile(holder, fields[random.Next(fields.Count)], 1);
            }
        }

        return message;
    }

    private IMessage Descend(IMessage message)
    {
        var inner = message.Descriptor.Fields.InFieldNumberOrder()
            .Where(field => field.FieldType == FieldType.Message && !field.IsMap)
            .SelectMany(field => field.IsRepeated ? ((IList)field.Accessor.GetValue(message)).OfType<IMessage>() : new[] { field.Accessor.GetValue(message) }.OfType<IMessage>())
            .ToList();
        return inner.Count == 0 || random.Next(3) == 0 ? message : Descend(inner[random.Next(inner.Count)]);
    }

    private void SetHostile(IMessage message, FieldDescriptor field, int depth)
    {
        if (field.IsMap)
        {
            var (key, value) = (field.MessageType.Fields[1], field.MessageType.Fields[2]);
            var map = (IDictionary)field.Accessor.GetValue(message);
            for (var i = random.Next(4); i > 0; i--)
            {
                map[_hostile.Of(key)] = Value(value, depth);
            }
        }
        else if (field.IsRepeated)
        {
            var items = (IList)field.Accessor.GetValue(message);
            var count = random.Next(20) == 0 && depth < 2 ? random.Next(1000, 3000) : random.Next(4);
            for (var i = 0; i < count && depth < Deepest; i++)
            {
                items.Add(Value(field, count > 4 ? Deepest : depth));
            }
        }
        else
        {
            field.Accessor.SetValue(message, Value(field, depth));
        }
    }

    private object Value(FieldDescriptor field, int depth)
    {
        if (field.FieldType != FieldType.Message)
        {
            // Thousands of long texts are no message any more.
            return depth >= Deepest && field.FieldType == FieldType.String ? "'; --" : _hostile.Of(field);
        }

        return depth >= Deepest ? Empty(field.MessageType) : Hostile(field.MessageType, depth + 1);
    }

    // Bytes of a message that are changed behind its back.
    private byte[] Damage(byte[] bytes)
    {
        switch (random.Next(5))
        {
            case 0:
                return bytes[..random.Next(bytes.Length + 1)];
            case 1 when bytes.Length > 0:
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                var at = random.Next(bytes.Length + 1);
                return [.. bytes[..at], .. _hostile.SomeBytes(random.Next(1, 20)), .. bytes[at..]];
            case 3:
                // A field that nobody knows: number 1999, of a length.
                return [.. bytes, 0xFA, 0x7C, 0x03, 1, 2, 3];
            default:
                return [.. bytes, .. bytes];
        }
    }

    private static byte[] Write(IMessage message)
    {
        var bytes = message.ToByteArray();
        var mark = System.Text.Encoding.UTF8.GetBytes(HostileValues.BrokenTextMark);
        for (var at = bytes.AsSpan().IndexOf(mark); at >= 0; at = bytes.AsSpan().IndexOf(mark))
        {
            // Lone continuation, overlong slash, half of a pair, beyond the last code point, never valid.
            byte[] broken = [0x80, 0xC0, 0xAF, 0xED, 0xA0, 0x80, 0xF4, 0x90, 0x80, 0x80, 0xFF, 0xFE, 0xC3];
            broken.AsSpan(0, mark.Length).CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }

    private static IMessage Empty(MessageDescriptor type) => type.Parser.ParseFrom(ByteString.Empty);

    private static bool Is(FieldDescriptor field, FieldBehavior behavior) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(behavior) == true;

    private static Dictionary<string, string> ResourcePatterns() => RawMethod.All
        .SelectMany(method => method.Descriptor.File.Dependencies.Prepend(method.Descriptor.File)).Distinct()
        .SelectMany(file => file.MessageTypes)
        .Select(message => message.GetOptions()?.GetExtension(ResourceExtensions.Resource))
        .OfType<ResourceDescriptor>()
        .ToDictionary(resource => resource.Type, resource => resource.Pattern[0]);
}
