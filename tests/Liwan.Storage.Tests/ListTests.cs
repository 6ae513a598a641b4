using FsCheck;
using FsCheck.Fluent;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage.Paging;
using Liwan.Storage.Rows;
using Liwan.Testing;

namespace Liwan.Storage.Tests;

public abstract class ListTests : StorageTest
{
    private const string Columns =
        $"department AS {nameof(Row.Department)}, year AS {nameof(Row.Year)}, create_time AS {nameof(Row.CreateTime)}, update_time AS {nameof(Row.UpdateTime)}";

    private const string Select = $"SELECT {Columns} FROM thing";

    private static readonly ListMethod<Row> Method = new(
        1000, "department", DepartmentYearLists.Fields, DepartmentYearLists.Orders<Row>(row => new(row.Department, row.Year), row => row.UpdateTime));

    private readonly PageTokens _tokens;

    protected ListTests(TestDatabases databases)
        : base(databases)
    {
        _tokens = new PageTokens(Database);
        Run($"CREATE TABLE thing (department {Text} NOT NULL, year INT NOT NULL, create_time BIGINT NOT NULL, update_time BIGINT NOT NULL, PRIMARY KEY (department, year))").GetAwaiter().GetResult();
    }

    public static TheoryData<string, string> Orders => new()
    {
        { "", "department, year" },
        { "department", "department, year" },
        { " department desc ", "department desc, year desc" },
        { "year", "year, department" },
        { "year desc", "year desc, department" },
        { "year desc,department desc", "year desc, department desc" },
        { "year,department desc", "year, department desc" },
        { "update_time", "update_time, department, year" },
        { "update_time  desc", "update_time desc, department desc, year desc" },
    };

    [DatabaseTheory]
    [MemberData(nameof(Orders))]
    public void Pages_InAnyOrder_GiveEachRowThatTheFilterLetsPassOnce(string orderBy, string meaning) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(20).WithReplay(20210001, 440103),
        Prop.ForAll(Rows().ArrayOf(40).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (rows, size) =>
        {
            rows = [.. rows.DistinctBy(row => (row.Department, row.Year))];
            FillAsync(rows).GetAwaiter().GetResult();
            foreach (var department in new[] { null, "aa", "aa-b" })
            {
                var expected = Sorted(rows.Where(row => row.Year != 2050 && (department is null || row.Department == department)), meaning);
                Assert.Equal(expected, ListAsync(department, "NOT year = 2050", orderBy, size).GetAwaiter().GetResult());
            }
        }));

    [DatabaseTheory]
    [InlineData("name", 0, "name")]
    [InlineData("year,  year", 7, "year")]
    [InlineData("year desc, department desc, year desc", 28, "year desc")]
    [InlineData("update_time, year", 13, "year")]
    [InlineData("update_time, department desc", 13, "department desc")]
    [InlineData("year asc", 0, "year asc")]
    [InlineData("year,", 5, "")]
    [InlineData("YEAR", 0, "YEAR")]
    [InlineData("𠮷, year", 0, "𠮷")]
    [InlineData("year, 𠮷", 6, "𠮷")]
    [InlineData(";DROP TABLE thing", 0, ";DROP TABLE thing")]
    public async Task Order_ThatIsNotOffered_IsRefusedWithItsPositionAndWhatIs(string orderBy, int position, string found)
    {
        var error = await Assert.ThrowsAsync<ServiceException>(() => ReadAsync(null, "", orderBy, 10, ""));
        Assert.Equal(ErrorCatalogue.OrderByInvalid, error.Definition);
        Assert.Equal("order_by", Assert.Single(error.Fields).Field);
        Assert.Equal(
            ($"{position}", found, "department, year | year, department | year desc, department | update_time, department, year"),
            (error.Values["position"], error.Values["value"], error.Values["expected"]));
    }

    [DatabaseFact]
    public async Task Pages_WhileRowsAreInserted_GiveWhatWasThereThroughoutOnce()
    {
        var rows = Enumerable.Range(0, 60).Select(i => new Row($"d{i % 7}", 2000 + (2 * i), At(i / 3), At(i / 3))).ToArray();
        await FillAsync(rows);
        foreach (var order in Orders)
        {
            var orderBy = (string)order[0];
            var inserted = 0;
            var listed = await ListAsync(null, "", orderBy, 4, async () =>
            {
                inserted++;
                await InsertAsync([new Row($"d{inserted % 7}", 3000 + (inserted * 2), At(inserted), At(inserted)), new Row($"c{inserted}", 1000, At(0), At(0))]);
            });

            Assert.True(inserted > 10);
            Assert.Equal(listed.Distinct(), listed);
            Assert.Equal(Sorted(rows, (string)order[1]), listed.Where(row => row.Year is >= 2000 and < 3000));
            await Run("DELETE FROM thing WHERE year < 2000 OR year >= 3000");
        }
    }

    [DatabaseFact]
    public async Task Tokens_OfAnotherParentFilterOrderOrMethod_AreRefusedAndOfAnotherSizeAreNot()
    {
        await FillAsync([new Row("aa", 2000, At(0), At(0)), new Row("aa", 2001, At(0), At(0)), new Row("aa", 2002, At(0), At(0))]);
        var request = new ListRequest("/Things/List", "departments/-", "year > 0", "year", 1, "");
        var query = await Method.ReadAsync(_tokens, request, [], default);
        var token = await _tokens.NextAsync(query, await FetchAsync(query), default);

        foreach (var other in new[]
        {
            request with { Method = "/Things/Export" },
            request with { Parent = "departments/aa" },
            request with { Filter = "year > 1" },
            request with { Filter = "" },
            request with { OrderBy = "year desc" },
            request with { OrderBy = "", Filter = "year > 0year" },
        })
        {
            var error = await Record.ExceptionAsync(() => Method.ReadAsync(_tokens, other with { PageToken = token }, [], default));
            Assert.True(error is ServiceException { Definition.Reason: "PAGE_TOKEN_INVALID" or "FILTER_VALUE_INVALID" }, $"{other}: {error}");
        }

        var rest = await FetchAsync(await Method.ReadAsync(_tokens, request with { PageToken = token, PageSize = 5 }, [], default));
        Assert.Equal([2001, 2002], rest.Rows.Select(row => row.Year));
    }

    [DatabaseFact]
    public async Task Tokens_ThatAnotherBuildSigned_AreRefused()
    {
        var request = new ListRequest("/Things/List", "departments/-", "", "", 1, "");
        foreach (string[] key in new string[][] { [], ["aa"], ["aa", "x"], ["aa", "2021", "1"] })
        {
            var token = await _tokens.ProtectAsync(request.Binding, key, default);
            var error = await Assert.ThrowsAsync<ServiceException>(() => Method.ReadAsync(_tokens, request with { PageToken = token }, [], default));
            Assert.Equal(ErrorCatalogue.PageTokenInvalid, error.Definition);
        }
    }

    [DatabaseTheory]
    [InlineData(null)]
    [InlineData("d3")]
    public async Task Whole_AfterAnyKey_GivesTheRowsBeyondIt(string? department)
    {
        var rows = Enumerable.Range(0, 60).Select(i => new Row($"d{i % 7}", 2000 + i, At(i), At(i))).ToArray();
        await FillAsync(rows);
        var listed = Sorted(rows.Where(row => department is null || row.Department == department), "department, year");
        for (var i = 0; i < listed.Count; i++)
        {
            var after = i == 0 ? null : DepartmentYearLists.KeyOf(new DepartmentYear(listed[i - 1].Department, listed[i - 1].Year));
            Assert.Equal(listed.Skip(i), (await FetchAsync(Method.Whole(DepartmentYearLists.Scope(department), after, 100))).Rows);
        }
    }

    [DatabaseFact]
    public async Task Keys_OfAThousandRows_AreFetchedInOneQuery()
    {
        var rows = Enumerable.Range(0, 3000).Select(i => new Row($"d{i / 30}", 2000 + (i % 30), At(i), At(i))).ToArray();
        await FillAsync(rows);
        var random = new Random(2021);
        foreach (var count in new[] { 1, 2, 50, 1000 })
        {
            random.Shuffle(rows);
            var match = Assert.Single(DepartmentYearKeys.Match(rows.Take(count).Select(row => new DepartmentYear(row.Department, row.Year))));
            var found = await Database.ReadAsync(session => session.QueryAsync<Row>($"{Select} WHERE {match.Condition}", match.Parameters), default);
            Assert.Equal(Sorted(rows.Take(count), "department, year"), Sorted(found, "department, year"));
            Assert.InRange(match.Parameters.ParameterNames.Count(), 2, 2000);
        }
    }

    private static DateTimeOffset At(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);

    // Few values each, so that many rows share one; ids that are prefixes of each other.
    private static Gen<Row> Rows() =>
        from department in Gen.Elements("aa", "aa-", "aa-b", "aab", "ab", "a0", "zz", string.Concat(Enumerable.Repeat("z", 63)))
        from year in Gen.Elements(2000, 2001, 2050, 2098, 2099)
        from updated in Gen.Choose(0, 3)
        select new Row(department, year, At(0), At(updated));

    private static IReadOnlyList<Row> Sorted(IEnumerable<Row> rows, string order)
    {
        var terms = order.Split(", ").Select(term => (Path: term.Split(' ')[0], Sign: term.EndsWith(" desc", StringComparison.Ordinal) ? -1 : 1)).ToList();
        return [.. rows.Order(Comparer<Row>.Create((a, b) => terms.Select(term => term.Sign * term.Path switch
        {
            "department" => string.CompareOrdinal(a.Department, b.Department),
            "year" => a.Year.CompareTo(b.Year),
            _ => a.UpdateTime.CompareTo(b.UpdateTime),
        }).FirstOrDefault(compared => compared != 0)))];
    }

    private async Task FillAsync(IEnumerable<Row> rows)
    {
        await Run("DELETE FROM thing");
        await InsertAsync(rows);
    }

    private Task<int> InsertAsync(IEnumerable<Row> rows) => Run(
        "INSERT INTO thing (department, year, create_time, update_time) VALUES (@Department, @Year, @CreateTime, @UpdateTime)", rows);

    private Task<ListQuery<Row>> ReadAsync(string? department, string filter, string orderBy, int size, string token) => Method.ReadAsync(
        _tokens, new ListRequest("/Things/List", $"departments/{department ?? "-"}", filter, orderBy, size, token), DepartmentYearLists.Scope(department), default);

    private Task<Page<Row>> FetchAsync(ListQuery<Row> query) => Database.ReadSnapshotAsync(
        async session => Page.Cut(await query.FetchAsync<Row>(session, Select), query.Size), default);

    private async Task<List<Row>> ListAsync(string? department, string filter, string orderBy, int size, Func<Task>? between = null)
    {
        var listed = new List<Row>();
        var token = "";
        do
        {
            var query = await ReadAsync(department, filter, orderBy, size, token);
            var page = await FetchAsync(query);
            Assert.InRange(page.Rows.Count, page.HasMore ? size : 0, size);
            listed.AddRange(page.Rows);
            token = await _tokens.NextAsync(query, page, default);
            await (between?.Invoke() ?? Task.CompletedTask);
        }
        while (token.Length > 0);

        return listed;
    }

    private sealed record Row
    {
        public Row()
        {
        }

        public Row(string department, int year, DateTimeOffset createTime, DateTimeOffset updateTime)
        {
            Department = department;
            Year = year;
            CreateTime = createTime;
            UpdateTime = updateTime;
        }

        public string Department { get; init; } = "";

        public int Year { get; init; }

        public DateTimeOffset CreateTime { get; init; }

        public DateTimeOffset UpdateTime { get; init; }
    }
}

public sealed class ListOnSqlite() : ListTests(new OnSqlite());

[SqlServer]
public sealed class ListOnSqlServer() : ListTests(new OnSqlServer());
