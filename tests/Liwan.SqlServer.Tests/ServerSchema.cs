using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Liwan.SqlServer.Tests;

/// <summary>A column; <c>KeyPosition</c> is its place in the primary key, 0 if it is not part of it.</summary>
internal sealed record SchemaColumn(string Table, string Name, string Type, bool Required, int KeyPosition) : IComparable<SchemaColumn>
{
    public int CompareTo(SchemaColumn? other) => string.CompareOrdinal($"{Table}.{Name}", $"{other?.Table}.{other?.Name}");
}

/// <summary>An index, its columns in their order.</summary>
internal sealed record SchemaIndex(string Table, string Name, bool Unique, string Columns) : IComparable<SchemaIndex>
{
    public int CompareTo(SchemaIndex? other) => string.CompareOrdinal(Name, other?.Name);
}

/// <summary>Tables and indexes, in terms that both databases share.</summary>
internal sealed record ServerSchema(IReadOnlyList<SchemaColumn> Columns, IReadOnlyList<SchemaIndex> Indexes)
{
    /// <summary>What the statements of a T-SQL script make.</summary>
    public static ServerSchema Of(IReadOnlyList<string> script)
    {
        var reader = new Reader();
        foreach (var statement in script)
        {
            TransactSql.Parse(statement).Accept(reader);
        }

        return new ServerSchema(reader.Columns, reader.Indexes);
    }

    public static IEnumerable<ColumnDefinition> ColumnsOf(string statement)
    {
        var found = new Definitions();
        TransactSql.Parse(statement).Accept(found);
        return found.Columns;
    }

    private sealed class Definitions : TSqlFragmentVisitor
    {
        public List<ColumnDefinition> Columns { get; } = [];

        public override void Visit(ColumnDefinition node) => Columns.Add(node);
    }

    private sealed class Reader : TSqlFragmentVisitor
    {
        private const string Versions = "VersionInfo";

        public List<SchemaColumn> Columns { get; } = [];

        public List<SchemaIndex> Indexes { get; } = [];

        public override void Visit(CreateTableStatement node) => Add(node.SchemaObjectName.BaseIdentifier.Value, node.Definition);

        public override void Visit(AlterTableAddTableElementStatement node) => Add(node.SchemaObjectName.BaseIdentifier.Value, node.Definition);

        public override void Visit(CreateIndexStatement node)
        {
            var table = node.OnName.BaseIdentifier.Value;
            if (table != Versions)
            {
                Indexes.Add(new SchemaIndex(table, node.Name.Value, node.Unique, string.Join(',', node.Columns.Select(Name))));
            }
        }

        private void Add(string table, TableDefinition definition)
        {
            if (table == Versions)
            {
                return;
            }

            var key = definition.TableConstraints.OfType<UniqueConstraintDefinition>().Where(constraint => constraint.IsPrimaryKey)
                .SelectMany(constraint => constraint.Columns).Select(Name).ToList();
            foreach (var column in definition.ColumnDefinitions)
            {
                var constraints = column.Constraints;
                var position = constraints.OfType<UniqueConstraintDefinition>().Any(constraint => constraint.IsPrimaryKey)
                    ? 1
                    : key.IndexOf(column.ColumnIdentifier.Value) + 1;
                Columns.Add(new SchemaColumn(
                    table,
                    column.ColumnIdentifier.Value,
                    ((SqlDataTypeReference)column.DataType).SqlDataTypeOption switch
                    {
                        SqlDataTypeOption.BigInt or SqlDataTypeOption.Int or SqlDataTypeOption.Bit => "integer",
                        SqlDataTypeOption.NVarChar => "text",
                        SqlDataTypeOption.VarBinary => "binary",
                        var other => other.ToString(),
                    },
                    constraints.OfType<NullableConstraintDefinition>().Any(constraint => !constraint.Nullable) || position > 0,
                    position));
            }
        }

        private static string Name(ColumnWithSortOrder column) => column.Column.MultiPartIdentifier.Identifiers[^1].Value;
    }
}
