using System.Globalization;
using Dapper;
using FsCheck;
using FsCheck.Fluent;
using Liwan.Storage.Filtering;
using Liwan.Testing;

namespace Liwan.Storage.Tests.Filtering;

/// <summary>What a filter means, said twice: by the database, and here in a few lines.</summary>
public abstract class FilterSqlTests : StorageTest
{
    private static readonly string[] Texts = ["", "甲", "甲乙", "a%b_c", "A%B", "[a]", "甲 ", "it's \\ \"", "𠮷"];
    private static readonly string[] Times = ["2021-12-31T16:00:00Z", "2022-01-01T00:00:00+08:00", "2022-01-01T00:00:00.000001+08:00", "1969-12-31T23:59:59.5Z"];

    private static readonly IReadOnlyList<FilterField> Fields =
    [
        FilterField.Number("number", "number"),
        FilterField.Amount("amount", "amount"),
        FilterField.Time("time", "time", optional: true),
        FilterField.Boolean("flag", "CASE WHEN number > 2 THEN 1 ELSE 0 END"),
        FilterField.Enum<DayOfWeek>("day", "number"),
        FilterField.Department("parent", "parent", optional: true),
        FilterField.Code("code", "code"),
        FilterField.Text("title", "title"),
        FilterField.AnyText("parts.name", "SELECT 1 FROM part WHERE part.item = item.id", "part.name"),
    ];

    protected FilterSqlTests(TestDatabases databases)
        : base(databases)
    {
        Run($"CREATE TABLE item (id BIGINT NOT NULL PRIMARY KEY, number INT NOT NULL, amount BIGINT NULL, time BIGINT NULL, parent {Text} NULL, code {Text} NOT NULL, title {Text} NOT NULL)").GetAwaiter().GetResult();
        Run($"CREATE TABLE part (item BIGINT NOT NULL, name {Text} NOT NULL)").GetAwaiter().GetResult();
    }

    [DatabaseFact]
    public void Sql_OfAnyFilter_GivesTheRowsThatItMeans() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20210001, 440103),
        Prop.ForAll(Items().ArrayOf(12).ToArbitrary(), Filters.Shaped(Comparisons()).ArrayOf(5).ToArbitrary(), (items, filters) =>
        {
            FillAsync(items).GetAwaiter().GetResult();
            foreach (var filter in filters)
            {
                var expected = items.Select((item, id) => (item, id)).Where(entry => Holds(filter, entry.item)).Select(entry => (long)entry.id);
                Assert.True(expected.SequenceEqual(SelectAsync(filter.ToString()).GetAwaiter().GetResult()), filter.ToString());
            }
        }));

    [DatabaseFact]
    public async Task Sql_OfFiftyComparisons_HoldsNoValueOfThem()
    {
        var parameters = new DynamicParameters();
        var filter = Filter.Read(string.Join(" OR ", Enumerable.Range(0, 50).Select(i => $"title:\"'); DROP TABLE item; --{i}\"")), Fields);
        var sql = filter.ToSql(Database.Dialect, parameters)!;

        Assert.DoesNotContain("DROP", sql, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"'); DROP TABLE item; --{i}"), parameters.ParameterNames.Select(name => parameters.Get<string>(name)));
        await FillAsync([new Item(1, null, null, null, "", "x'); DROP TABLE item; --49", [])]);
        Assert.Equal([0], await SelectAsync("title:\"'); DROP TABLE item; --49\""));
    }

    private async Task FillAsync(IReadOnlyList<Item> items)
    {
        await Run("DELETE FROM part");
        await Run("DELETE FROM item");
        await Run(
            "INSERT INTO item (id, number, amount, time, parent, code, title) VALUES (@id, @Number, @Amount, @Time, @Parent, @Code, @Title)",
            items.Select((item, id) => new { id, item.Number, item.Amount, item.Time, item.Parent, item.Code, item.Title }));
        await Run("INSERT INTO part (item, name) VALUES (@id, @name)", items.SelectMany((item, id) => item.Parts.Select(name => new { id, name })));
    }

    private Task<IReadOnlyList<long>> SelectAsync(string filter) => Database.ReadAsync(
        session =>
        {
            var parameters = new DynamicParameters();
            var condition = Filter.Read(filter, Fields).ToSql(session.Dialect, parameters);
            return session.QueryAsync<long>($"SELECT id FROM item WHERE {condition} ORDER BY id", parameters);
        },
        default);

    private static Gen<Item> Items() =>
        from number in Gen.Choose(0, 6)
        from amount in Gen.Elements<long?>(null, -1, 0, 50, 100)
        from time in Gen.Elements<string?>([null, .. Times])
        from parent in Gen.Elements<string?>(null, "aa", "npc-office")
        from code in Gen.Elements("", "101", "101001")
        from title in Gen.Elements(Texts)
        from parts in Gen.Elements(Texts).ArrayOf()
        select new Item(number, amount, time is null ? null : Microseconds(time), parent, code, title, [.. parts.Take(3)]);

    private static Gen<FilterExpression> Comparisons() => Gen.OneOf(
        Comparison("number", Ordered, "0", "2", "3", "6"),
        Comparison("amount", Ordered, "-0.01", "0", "0.5", "1.00"),
        Comparison("amount", [FilterOperator.Has], "*"),
        Comparison("time", Ordered, Times),
        Comparison("time", [FilterOperator.Has], "*"),
        Comparison("flag", Equality, "true", "false"),
        Comparison("day", Equality, "SUNDAY", "WEDNESDAY", "SATURDAY"),
        Comparison("parent", Equality, "departments/aa", "departments/npc-office"),
        Comparison("parent", [FilterOperator.Has], "*"),
        Comparison("code", Equality, "101", "101001"),
        Comparison("code", [FilterOperator.Has], "*", "101", "001"),
        Quoted("title"),
        Quoted("parts.name"),
        Comparison("parts.name", [FilterOperator.Has], "*"));

    private static readonly FilterOperator[] Equality = [FilterOperator.Equal, FilterOperator.NotEqual];
    private static readonly FilterOperator[] Ordered = [.. Enum.GetValues<FilterOperator>().Where(known => known != FilterOperator.Has)];

    private static Gen<FilterExpression> Comparison(string path, FilterOperator[] operators, params string[] values) =>
        from known in Gen.Elements(operators)
        from value in Gen.Elements(values)
        select (FilterExpression)new FilterComparison(new FilterWord(path, false, 0), known, new FilterWord(value, false, 0));

    private static Gen<FilterExpression> Quoted(string path) =>
        from value in Gen.Elements(Texts.Where(text => text.Length > 0).Append("%").Append("_").Append("乙").Append("*"))
        select (FilterExpression)new FilterComparison(new FilterWord(path, false, 0), FilterOperator.Has, new FilterWord(value, true, 0));

    private static bool Holds(FilterExpression filter, Item item) => filter switch
    {
        AllOf all => all.Operands.All(operand => Holds(operand, item)),
        AnyOf any => any.Operands.Any(operand => Holds(operand, item)),
        NoneOf none => !Holds(none.Operand, item),
        _ => Holds((FilterComparison)filter, item),
    };

    private static bool Holds(FilterComparison comparison, Item item)
    {
        var value = comparison.Value.Text;
        return comparison.Path.Text switch
        {
            "number" => Compare(item.Number, Parse(value)),
            "amount" => Compare(item.Amount, (long)(decimal.Parse(value == "*" ? "0" : value, CultureInfo.InvariantCulture) * 100)),
            "time" => Compare(item.Time, value == "*" ? 0 : Microseconds(value)),
            "flag" => Compare(item.Number > 2 ? 1 : 0, value == "true" ? 1 : 0),
            "day" => Compare(item.Number, (long)Enum.Parse<DayOfWeek>(value, ignoreCase: true)),
            "parent" when comparison.IsPresence => item.Parent is not null,
            "parent" => (item.Parent is { } parent && $"departments/{parent}" == value) == (comparison.Operator == FilterOperator.Equal),
            "code" when comparison.Operator != FilterOperator.Has => (item.Code == value) == (comparison.Operator == FilterOperator.Equal),
            "code" => Has(item.Code),
            "title" => Has(item.Title),
            _ => item.Parts.Any(Has),
        };

        bool Has(string text) => comparison.IsPresence ? text.Length > 0 : text.Contains(value, StringComparison.Ordinal);

        bool Compare(long? field, long with) => comparison.Operator switch
        {
            FilterOperator.Has => field is not null,
            FilterOperator.Equal => field == with,
            FilterOperator.NotEqual => field != with,
            FilterOperator.Less => field < with,
            FilterOperator.LessOrEqual => field <= with,
            FilterOperator.Greater => field > with,
            _ => field >= with,
        };
    }

    private static long Parse(string number) => long.Parse(number, CultureInfo.InvariantCulture);

    private static long Microseconds(string time) => UnixMicroseconds.From(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));

    private sealed record Item(int Number, long? Amount, long? Time, string? Parent, string Code, string Title, string[] Parts);
}

public sealed class FilterSqlOnSqlite() : FilterSqlTests(new OnSqlite());

[SqlServer]
public sealed class FilterSqlOnSqlServer() : FilterSqlTests(new OnSqlServer());
