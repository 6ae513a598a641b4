using System.Text;
using System.Text.Json;

namespace Liwan.Cli.FormFiles;

/// <summary>Reads the properties of one JSON object strictly: what is missing, of another type, too long or not asked for is a problem.</summary>
internal sealed class JsonObjectReader
{
    private readonly Dictionary<string, JsonElement> _properties = [];
    private readonly HashSet<string> _asked = [];
    private readonly List<FormProblem> _problems;

    public JsonObjectReader(JsonElement element, string path, List<FormProblem> problems)
    {
        Path = path;
        _problems = problems;
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(FormProblem.Of(path, Shown(element), "应为对象 { … }"));
            Usable = false;
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (!_properties.TryAdd(property.Name, property.Value))
            {
                problems.Add(FormProblem.Of($"{path}.{property.Name}", Shown(property.Value), "同一属性出现了两次，请只留一处"));
            }
        }
    }

    public string Path { get; }

    /// <summary>False where there is no object, which is already reported: what is missing in it is then no further problem.</summary>
    public bool Usable { get; } = true;

    public void Report(string property, string message) =>
        _problems.Add(FormProblem.Of($"{Path}.{property}", _properties.TryGetValue(property, out var element) ? Shown(element) : null, message));

    /// <summary>A required text that is not blank.</summary>
    public string Required(string property, int maximumLength, string example)
    {
        var text = Text(property, maximumLength);
        if (text is null)
        {
            ReportMissing(property, $"缺少此项，例如 \"{example}\"");
        }
        else if (string.IsNullOrWhiteSpace(text))
        {
            Report(property, $"不能为空，例如 \"{example}\"");
        }

        return text ?? "";
    }

    /// <summary>A text; null where the property is missing or is no text.</summary>
    public string? Text(string property, int maximumLength)
    {
        if (!Take(property, out var element))
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.String)
        {
            Report(property, "应为带引号的文字；空白请写 \"\" 或省去此项");
            return null;
        }

        string text;
        try
        {
            text = element.GetString()!.Replace("\r\n", "\n", StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            Report(property, "含有不成对的 \\ud800–\\udfff 转义，不是有效的文字");
            return null;
        }

        if (text.EnumerateRunes().Where(IsRefused).Select(rune => (int?)rune.Value).FirstOrDefault() is { } refused)
        {
            Report(property, $"含有不可用的字符 U+{refused:X4}；控制字符中只允许制表符和换行");
            return null;
        }

        var length = text.EnumerateRunes().Count();
        if (length > maximumLength)
        {
            Report(property, $"有 {length} 个字符，最多 {maximumLength} 个");
        }

        return text;
    }

    /// <summary>An amount of 万元 written as a text; null where the cell is blank.</summary>
    public Amount? Amount(string property)
    {
        if (!_properties.TryGetValue(property, out var element) || element.ValueKind != JsonValueKind.Number)
        {
            var text = Text(property, 40);
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            if (FormFiles.Amount.TryParse(text, out var amount))
            {
                return amount;
            }

            Report(property, FormFiles.Amount.WhyNot(text)!);
            return null;
        }

        _asked.Add(property);
        Report(property, $"金额请写成带引号的文字，例如 \"{element.GetRawText()}\"，以免小数走样");
        return null;
    }

    /// <summary>A whole number within bounds, which is required.</summary>
    public int Number(string property, int minimum, int maximum)
    {
        if (!Take(property, out var element))
        {
            ReportMissing(property, $"缺少此项，应为 {minimum} 至 {maximum} 的整数");
        }
        else if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) && number >= minimum && number <= maximum)
        {
            return number;
        }
        else
        {
            Report(property, $"应为 {minimum} 至 {maximum} 的整数，不带引号");
        }

        return minimum;
    }

    /// <summary>An object; null where the property is missing.</summary>
    public JsonObjectReader? Object(string property) =>
        Take(property, out var element) ? new JsonObjectReader(element, $"{Path}.{property}", _problems) : null;

    /// <summary>A list of objects with at most <paramref name="maximum"/> items; empty where an optional one is missing.</summary>
    public List<T> List<T>(string property, int maximum, bool required, Func<JsonObjectReader, T> read)
    {
        var items = new List<T>();
        if (!Take(property, out var element))
        {
            if (required)
            {
                ReportMissing(property, "缺少此项，应为列表 [ … ]；没有内容请写 []");
            }

            return items;
        }

        if (element.ValueKind != JsonValueKind.Array)
        {
            Report(property, "应为列表 [ … ]");
            return items;
        }

        if (element.GetArrayLength() > maximum)
        {
            _problems.Add(new FormProblem($"{Path}.{property}", null, $"有 {element.GetArrayLength()} 项，最多 {maximum} 项"));
            return items;
        }

        foreach (var item in element.EnumerateArray())
        {
            items.Add(read(new JsonObjectReader(item, $"{Path}.{property}[{items.Count}]", _problems)));
        }

        return items;
    }

    /// <summary>Reports every property that was not asked for; call it last.</summary>
    public void End()
    {
        foreach (var name in _properties.Keys.Where(name => !_asked.Contains(name)))
        {
            Report(name, $"没有这一项，可用的有：{string.Join("、", _asked.Where(asked => asked != "$schema"))}");
        }
    }

    /// <summary>The same characters that the services refuse.</summary>
    private static bool IsRefused(Rune rune) => (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n')) || rune.Value is 0xFFFD or 0xFFFE or 0xFFFF;

    private bool Take(string property, out JsonElement element)
    {
        _asked.Add(property);
        return _properties.TryGetValue(property, out element);
    }

    private void ReportMissing(string property, string message)
    {
        if (Usable && !_properties.ContainsKey(property))
        {
            _problems.Add(new FormProblem($"{Path}.{property}", null, message));
        }
    }

    private static string Shown(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{ … }",
        JsonValueKind.Array => "[ … ]",
        JsonValueKind.String => Encoding.UTF8.GetString(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element)),
        _ => element.GetRawText(),
    };
}
