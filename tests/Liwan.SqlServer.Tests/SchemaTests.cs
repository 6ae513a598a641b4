using Liwan.Storage;
using Liwan.Testing;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Liwan.SqlServer.Tests;

/// <summary>One definition of each migration gives the same schema on both databases.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string> Services => [.. SuiteService.All.Select(service => service.Name)];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Migrations_OnSqlServer_ParseAndStayInTheSubset(string name)
    {
        var script = await Service(name).MigrationScriptAsync();

        Assert.NotEmpty(script);
        Assert.All(script, statement => Assert.Empty(TransactSql.OutsideTheSubset(statement)));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Migrations_OnBothDatabases_DescribeTheSameTablesColumnByColumn(string name)
    {
        var described = ServerSchema.Of(await Service(name).MigrationScriptAsync());

        using var databases = new OnSqlite();
        await ServiceHost.MigrateAsync(name, Service(name).Build, databases[name]);
        var actual = await SqliteSchemaAsync(databases[name]);

        Assert.NotEmpty(described.Columns);
        Assert.Equal(described.Columns.Order(), actual.Columns.Order());
        Assert.Equal(described.Indexes.Order(), actual.Indexes.Order());
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Migrations_OnSqlServer_CompareTextByCodeUnits(string name)
    {
        var script = await Service(name).MigrationScriptAsync();
        var texts = script.SelectMany(ServerSchema.ColumnsOf).Where(column => column.DataType is SqlDataTypeReference { SqlDataTypeOption: SqlDataTypeOption.NVarChar }).ToList();

        Assert.NotEmpty(texts);
        Assert.All(texts, column => Assert.Equal("Latin1_General_100_BIN2", column.Collation?.Value));
        Assert.DoesNotContain(script.SelectMany(ServerSchema.ColumnsOf), column => column.DataType is SqlDataTypeReference
        {
            SqlDataTypeOption: SqlDataTypeOption.VarChar or SqlDataTypeOption.Text or SqlDataTypeOption.NText or SqlDataTypeOption.Float or SqlDataTypeOption.Real,
        });
    }

    private static SuiteService Service(string name) => SuiteService.All.Single(service => service.Name == name);

    private static async Task<ServerSchema> SqliteSchemaAsync(TestDatabase test)
    {
        using var database = new Database("schema", test.Dialect, test.ConnectionString);
        return await database.ReadAsync(
            async session =>
            {
                var columns = await session.QueryAsync<SqliteColumn>(
                    $"""
                    SELECT t.name AS {nameof(SqliteColumn.Owner)}, c.name AS {nameof(SqliteColumn.Name)}, c.type AS {nameof(SqliteColumn.Type)},
                        c."notnull" AS {nameof(SqliteColumn.Required)}, c.pk AS {nameof(SqliteColumn.KeyPosition)}
                    FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c
                    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'VersionInfo'
                    """);
                var indexes = await session.QueryAsync<SqliteIndex>(
                    $"""
                    SELECT t.name AS {nameof(SqliteIndex.Owner)}, i.name AS {nameof(SqliteIndex.Name)}, i."unique" AS {nameof(SqliteIndex.OneOfAKind)},
                        (SELECT group_concat(name) FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) AS {nameof(SqliteIndex.Columns)}
                    FROM sqlite_master AS t JOIN pragma_index_list(t.name) AS i
                    WHERE t.type = 'table' AND i.origin = 'c' AND t.name <> 'VersionInfo'
                    """);
                return new ServerSchema(
                    [.. columns.Select(column => new SchemaColumn(column.Owner, column.Name, column.Type.ToUpperInvariant() switch
                    {
                        "INTEGER" => "integer",
                        "TEXT" => "text",
                        "BLOB" => "binary",
                        var other => other,
                    }, column.Required || column.KeyPosition > 0, (int)column.KeyPosition))],
                    [.. indexes.Select(index => new SchemaIndex(index.Owner, index.Name, index.OneOfAKind, index.Columns))]);
            },
            CancellationToken.None);
    }

    private sealed record SqliteColumn
    {
        public required string Owner { get; init; }

        public required string Name { get; init; }

        public required string Type { get; init; }

        public required bool Required { get; init; }

        public required long KeyPosition { get; init; }
    }

    private sealed record SqliteIndex
    {
        public required string Owner { get; init; }

        public required string Name { get; init; }

        public required bool OneOfAKind { get; init; }

        public required string Columns { get; init; }
    }
}
