using FluentMigrator.Expressions;
using FluentMigrator.Model;
using FluentMigrator.Runner.Generators;
using FluentMigrator.Runner.Generators.SqlServer;
using Microsoft.Extensions.Options;

namespace Liwan.Storage.Migrations;

/// <summary>
/// Gives every text column on SQL Server a collation that compares code units, as SQLite does: otherwise keys that differ
/// only in case or width would be one, and the order of lists would depend on the server.
/// </summary>
internal sealed class BinaryCollationGenerator(SqlServer2008Quoter quoter, IOptions<GeneratorOptions> options)
    : SqlServer2016Generator(quoter, options)
{
    private const string Collation = "Latin1_General_100_BIN2";

    public override string Generate(CreateTableExpression expression)
    {
        foreach (var column in expression.Columns)
        {
            Collate(column);
        }

        return base.Generate(expression);
    }

    public override string Generate(CreateColumnExpression expression)
    {
        Collate(expression.Column);
        return base.Generate(expression);
    }

    public override string Generate(AlterColumnExpression expression)
    {
        Collate(expression.Column);
        return base.Generate(expression);
    }

    private static void Collate(ColumnDefinition column)
    {
        if (column.Type == System.Data.DbType.String)
        {
            column.CollationName = Collation;
        }
    }
}
