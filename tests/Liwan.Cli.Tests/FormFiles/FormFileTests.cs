using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Liwan.Cli.FormFiles;

namespace Liwan.Cli.Tests.FormFiles;

public sealed class FormFileTests
{
    private const string Smallest = """
        {
          "format": "liwan-form/1", "year": 2021, "departmentId": "npc-office", "departmentName": "人大办", "amountUnit": "万元",
          "funding": { "rows": [{ "source": "一般公共预算", "initialBudget": "10.5" }] },
          "tasks": [{ "funds": "1", "indicators": [{ "name": "出席率" }] }]
        }
        """;

    [Property(Replay = "20210331,11", MaxTest = 300)]
    public Property Read_OfWhatWasWritten_GivesTheSameForm() => Prop.ForAll(FormGenerator.Form.ToArbitrary(), form =>
    {
        var written = FormWriter.Write(form);
        var again = FormWriter.Write(FormReader.Read("form.json", written));
        return Encoding.UTF8.GetString(written) == Encoding.UTF8.GetString(again) && FormFields.Differences(form, FormReader.Read("form.json", written)).Count == 0;
    });

    [Theory]
    [InlineData("npc-office-2021.json", 5, 15, 1, "4248.39", "-768.27", "3335.41", "94.90")]
    [InlineData("cppcc-office-2021.json", 4, 15, 1, "2165.98", "153.56", "2287.19", "35.87")]
    public async Task Read_OfASample_HoldsTheWholeForm(
        string file, int tasks, int indicators, int rows, string initialBudget, string adjustment, string actual, string firstFunds)
    {
        var form = await FormReader.ReadFileAsync(Path.Combine(AppContext.BaseDirectory, "samples", file), CancellationToken.None);

        Assert.Equal(2021, form.Year);
        Assert.Equal(tasks, form.Tasks.Count);
        Assert.Equal(indicators, form.Tasks.Sum(task => task.Indicators.Count));
        Assert.Equal(rows, form.Funding.Rows.Count);
        var row = form.Funding.Rows[0];
        Assert.Equal([initialBudget, adjustment, actual, firstFunds], new[] { row.InitialBudget, row.Adjustment, row.ActualExpenditure, form.Tasks[0].Funds }.Select(amount => amount.ToString()));
        Assert.Equal(form.Funding.Total, new PrintedTotal(initialBudget, adjustment, actual, row.CompletionRate, row.AdjustmentRate));
    }

    [Theory]
    [InlineData("year", "\"2021\"", "$.year = \"2021\"：应为 2000 至 2099 的整数，不带引号")]
    [InlineData("year", "1999", "$.year = 1999：应为 2000 至 2099 的整数，不带引号")]
    [InlineData("year", "2021.5", "$.year = 2021.5：应为 2000 至 2099 的整数，不带引号")]
    [InlineData("departmentId", "\"NPC\"", "$.departmentId = \"NPC\"：应为 2 至 63 个小写字母、数字或连字符，以字母开头，例如 \"npc-office\"")]
    [InlineData("departmentName", "\" \"", "$.departmentName = \" \"：不能为空，例如 \"广州市荔湾区人民代表大会常务委员会办公室\"")]
    [InlineData("departmentName", "null", "$.departmentName = null：应为带引号的文字；空白请写 \"\" 或省去此项")]
    [InlineData("amountUnit", "\"元\"", "$.amountUnit = \"元\"：应为 \"万元\"，所有金额都以万元计")]
    [InlineData("format", "\"liwan-form/2\"", "$.format = \"liwan-form/2\"：应为 \"liwan-form/1\"")]
    [InlineData("title", "\"\"", "$.title = \"\"：不能为空；省去此项即用模板的标题")]
    [InlineData("problems", "\"a\\u0007\"", "$.problems = \"a\\u0007\"：含有不可用的字符 U+0007；控制字符中只允许制表符和换行")]
    [InlineData("problems", "\"\\ud800\"", "$.problems = \"\\ud800\"：含有不成对的 \\ud800–\\udfff 转义，不是有效的文字")]
    [InlineData("funding", "[]", "$.funding = [ … ]：应为对象 { … }")]
    [InlineData("funding", "{\"rows\":[{\"source\":\"合计\"}]}", "$.funding.rows[0].source = \"合计\"：合计行不是资金来源，请写在 funding.total 里")]
    [InlineData("funding", "{\"rows\":[{\"source\":\"A\",\"adjustment\":12.5}]}", "$.funding.rows[0].adjustment = 12.5：金额请写成带引号的文字，例如 \"12.5\"，以免小数走样")]
    [InlineData("funding", "{\"rows\":[{\"source\":\"A\",\"adjustment\":\"0.0000001\"}]}", "$.funding.rows[0].adjustment = \"0.0000001\"：万元的小数不得多于 6 位（0.000001 万元即 1 分），例如 \"2165.98\"")]
    [InlineData("funding", "{\"rows\":[{\"source\":\"A\",\"adjustment\":\"1,000.00\"}]}", "$.funding.rows[0].adjustment = \"1,000.00\"：应为以万元计的十进制数，只用数字、小数点和开头的负号，不用千分位，例如 \"2165.98\" 或 \"-768.27\"；空白请写 \"\"")]
    [InlineData("funding", "{\"rows\":[{\"source\":\"A\",\"adjustment\":\"1000000001\"}]}", "$.funding.rows[0].adjustment = \"1000000001\"：金额的绝对值不得大于 1000000000 万元（10^13 元）")]
    [InlineData("tasks", "\"none\"", "$.tasks = \"none\"：应为列表 [ … ]")]
    [InlineData("tasks", "[{\"indicators\":[{\"target\":\"95%\"}]}]", "$.tasks[0].indicators[0].name：缺少此项，例如 \"会议出席率\"")]
    [InlineData("tasks", "[{\"indicators\":[7]}]", "$.tasks[0].indicators[0] = 7：应为对象 { … }")]
    [InlineData("tasks", "[{\"indicator\":[]}]", "$.tasks[0].indicator = [ … ]：没有这一项，可用的有：label、expected、achieved、funds、indicators")]
    public void Read_WhenAValueIsWrong_NamesPathValueAndWhatWouldBeRight(string property, string json, string problem)
    {
        var file = JsonNode.Parse(Smallest)!.AsObject();
        file.Remove(property);
        var text = file.ToJsonString()[..^1] + $",\"{property}\":{json}}}";

        var error = Assert.Throws<FormFileException>(() => FormReader.Read("dir/form.json", Encoding.UTF8.GetBytes(text)));

        Assert.Equal("dir/form.json", error.File);
        Assert.Equal([problem], error.Problems.Select(found => found.ToString()));
    }

    [Fact]
    public void Read_WhenSeveralThingsAreWrong_SaysAllAtOnce()
    {
        const string text = """{"format":"liwan-form/1","departmentName":"办","amountUnit":"万元","funding":{"rows":[{}],"sum":1},"tasks":[],"x":1,"x":2}""";

        var error = Assert.Throws<FormFileException>(() => FormReader.Read("form.json", Encoding.UTF8.GetBytes(text)));

        Assert.Equal(
            ["$.x", "$.departmentId", "$.year", "$.funding.rows[0].source", "$.funding.sum", "$.x"],
            error.Problems.Select(problem => problem.Path));
    }

    [Fact]
    public void Read_WhenATextIsOverItsLimit_SaysBothNumbersAndShortensTheValue()
    {
        var file = JsonNode.Parse(Smallest)!.AsObject();
        file["problems"] = new string('长', 20_001);

        var problem = Assert.Single(Assert.Throws<FormFileException>(() => FormReader.Read("form.json", Encoding.UTF8.GetBytes(file.ToJsonString()))).Problems);

        Assert.Equal("有 20001 个字符，最多 20000 个", problem.Message);
        Assert.Equal(61, problem.Value!.Length);
    }

    [Theory]
    [InlineData(51, 0, 0, "$.funding.rows")]
    [InlineData(0, 101, 0, "$.tasks")]
    [InlineData(0, 1, 51, "$.tasks[0].indicators")]
    public void Read_WhenAListIsOverItsLimit_NamesTheList(int rows, int tasks, int indicators, string path)
    {
        var file = JsonNode.Parse(Smallest)!.AsObject();
        file["funding"]!["rows"] = new JsonArray([.. Enumerable.Range(0, rows).Select(_ => new JsonObject { ["source"] = "A" })]);
        file["tasks"] = new JsonArray([.. Enumerable.Range(0, tasks).Select(_ => new JsonObject
        {
            ["indicators"] = new JsonArray([.. Enumerable.Range(0, indicators).Select(_ => new JsonObject { ["name"] = "A" })]),
        })]);

        var error = Assert.Throws<FormFileException>(() => FormReader.Read("form.json", Encoding.UTF8.GetBytes(file.ToJsonString())));

        Assert.Equal(path, Assert.Single(error.Problems).Path);
    }

    [Theory]
    [InlineData("{\n  \"year\": 2021,\n}", "第 3 行第 1 字节处不是有效的 JSON，请检查引号、逗号和括号")]
    [InlineData("", "第 1 行第 1 字节处不是有效的 JSON，请检查引号、逗号和括号")]
    [InlineData("[]", "应为对象 { … }")]
    public void Read_WhenTheFileIsNoJsonObject_SaysWhere(string text, string message)
    {
        var error = Assert.Throws<FormFileException>(() => FormReader.Read("form.json", Encoding.UTF8.GetBytes(text)));

        Assert.Equal([("$", message)], error.Problems.Select(problem => (problem.Path, problem.Message)));
    }

    [Fact]
    public void Read_WhenTheFileIsNotUtf8_SaysSo()
    {
        byte[] gbk = [(byte)'{', (byte)'"', 0xC0, 0xF3, (byte)'"'];

        var error = Assert.Throws<FormFileException>(() => FormReader.Read("form.json", gbk));

        Assert.Equal("第 2 字节起不是 UTF-8，请把文件存成 UTF-8 编码", Assert.Single(error.Problems).Message);
    }

    [Fact]
    public void Read_WithAByteOrderMarkAndCrLf_TakesTheTextsWithLf()
    {
        var text = "\uFEFF" + Smallest.Replace("\"amountUnit\"", "\"problems\": \"一\\r\\n二\", \"amountUnit\"", StringComparison.Ordinal);

        Assert.Equal("一\n二", FormReader.Read("form.json", Encoding.UTF8.GetBytes(text)).Problems);
    }

    [Fact]
    public async Task Read_WhenThereIsNoFile_SaysSo()
    {
        var error = await Assert.ThrowsAsync<FormFileException>(() => FormReader.ReadFileAsync("/no/such/form.json", CancellationToken.None));

        Assert.Equal("没有这个文件", Assert.Single(error.Problems).Message);
    }

    [Property(Replay = "20210331,17", MaxTest = 500)]
    public bool Read_OfADamagedFile_GivesAFormOrSaysWhatIsWrong((int Place, byte Value)[] damages)
    {
        var bytes = Encoding.UTF8.GetBytes(Smallest);
        foreach (var (place, value) in damages)
        {
            bytes[Math.Abs(place % bytes.Length)] = value;
        }

        try
        {
            return FormReader.Read("form.json", bytes).Year is >= 2000 and <= 2099;
        }
        catch (FormFileException e)
        {
            return e.Problems.Count > 0;
        }
    }

    [Fact]
    public void Schema_AndReader_KnowTheSamePropertiesAndLimits()
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", "schema", "form.schema.json")));
        var definitions = schema.RootElement.GetProperty("$defs");
        var funding = schema.RootElement.GetProperty("properties").GetProperty("funding");
        (string Path, JsonElement Definition)[] objects =
        [
            ("$", schema.RootElement),
            ("$.funding", funding),
            ("$.funding.total", funding.GetProperty("properties").GetProperty("total")),
            ("$.annualObjective", schema.RootElement.GetProperty("properties").GetProperty("annualObjective")),
            ("$.funding.rows[0]", definitions.GetProperty("fundingRow")),
            ("$.tasks[0]", definitions.GetProperty("task")),
            ("$.tasks[0].indicators[0]", definitions.GetProperty("indicator")),
        ];

        // A number is wrong everywhere but for the year: the reader answers with the name of each property it knows.
        foreach (var (path, definition) in objects)
        {
            var names = definition.GetProperty("properties").EnumerateObject().Select(property => property.Name).Where(name => name is not ("format" or "year")).ToList();
            var error = Assert.Throws<FormFileException>(() => FormReader.Read("form.json", WithEvery(path, names, "-7")));
            Assert.Equal(
                names.Append("unknown").Select(name => $"{path}.{name}").Order(StringComparer.Ordinal),
                error.Problems.Where(problem => problem.Value == "-7").Select(problem => problem.Path).Order(StringComparer.Ordinal));
            Assert.Equal([$"{path}.unknown"], error.Problems.Where(problem => problem.Message.StartsWith("没有这一项", StringComparison.Ordinal)).Select(problem => problem.Path));

            foreach (var name in names.Where(name => definition.GetProperty("properties").GetProperty(name).TryGetProperty("maxLength", out _)))
            {
                var limit = definition.GetProperty("properties").GetProperty(name).GetProperty("maxLength").GetInt32();
                var tooLong = Assert.Throws<FormFileException>(() => FormReader.Read("form.json", WithEvery(path, [name], $"\"{new string('长', limit + 1)}\"")));
                Assert.Contains(tooLong.Problems, problem => problem.Path == $"{path}.{name}" && problem.Message == $"有 {limit + 1} 个字符，最多 {limit} 个");
            }
        }
    }

    private static byte[] WithEvery(string path, IReadOnlyList<string> names, string value)
    {
        var file = JsonNode.Parse(Smallest)!.AsObject();
        file["funding"]!["total"] = new JsonObject();
        file["annualObjective"] = new JsonObject();
        var target = path.Split('.')[1..].Aggregate((JsonNode)file, (node, step) => step.EndsWith("[0]", StringComparison.Ordinal) ? node[step[..^3]]![0]! : node[step]!).AsObject();
        foreach (var name in names.Append("unknown"))
        {
            target[name] = JsonNode.Parse(value);
        }

        return Encoding.UTF8.GetBytes(file.ToJsonString());
    }
}
