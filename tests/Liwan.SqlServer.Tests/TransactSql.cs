using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Liwan.SqlServer.Tests;

/// <summary>T-SQL as SQL Server 2022 reads it.</summary>
internal static class TransactSql
{
    /// <summary>Parses a text; what cannot be parsed fails the test with the place.</summary>
    public static TSqlScript Parse(string sql)
    {
        var script = (TSqlScript)new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        Assert.True(errors.Count == 0, $"{string.Join("\n", errors.Select(error => $"line {error.Line}, column {error.Column}: {error.Message}"))}\nin\n{sql}");
        return script;
    }

    /// <summary>What the text uses that not every server which speaks TDS takes.</summary>
    public static IReadOnlyList<string> OutsideTheSubset(string sql)
    {
        var found = new ForbiddenParts();
        Parse(sql).Accept(found);
        return found.Names;
    }

    /// <summary>The tables that the text names.</summary>
    public static IReadOnlyList<string> Tables(string sql)
    {
        var found = new NamedTables();
        Parse(sql).Accept(found);
        return found.Names;
    }

    /// <summary>The parameters that are told apart by case only: to SQL Server they are one, declared twice.</summary>
    public static IReadOnlyList<string> Ambiguous(string sql)
    {
        var found = new NamedVariables();
        Parse(sql).Accept(found);
        return [.. found.Names.Distinct(StringComparer.Ordinal).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(names => names.Count() > 1).Select(names => names.Key)];
    }

    private sealed class NamedVariables : TSqlFragmentVisitor
    {
        public List<string> Names { get; } = [];

        public override void Visit(VariableReference node) => Names.Add(node.Name);
    }

    private sealed class NamedTables : TSqlFragmentVisitor
    {
        public List<string> Names { get; } = [];

        public override void Visit(NamedTableReference node) => Names.Add(node.SchemaObject.BaseIdentifier.Value);
    }

    private sealed class ForbiddenParts : TSqlFragmentVisitor
    {
        public List<string> Names { get; } = [];

        public override void Visit(MergeStatement node) => Names.Add("MERGE");

        public override void Visit(WaitForStatement node) => Names.Add("WAITFOR");

        public override void Visit(IndexDefinition node) => Names.Add("an index inside CREATE TABLE");

        public override void Visit(AlterTableAlterColumnStatement node) => Names.Add("ALTER COLUMN");

        public override void Visit(SystemTimePeriodDefinition node) => Names.Add("a temporal table");

        public override void Visit(CreateOrAlterProcedureStatement node) => Names.Add("CREATE OR ALTER");

        public override void Visit(OutputClause node) => Names.Add("OUTPUT");

        public override void Visit(TableHint node) => Names.Add($"the hint {node.HintKind}");

        public override void Visit(CommonTableExpression node) => Names.Add("WITH");
    }
}
