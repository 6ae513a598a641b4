using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Liwan.Testing;
using Microsoft.Data.Sqlite;

namespace Liwan.Api.Tests.Hostile;

/// <summary>Tells whether anything was committed to the database of a service, and what it holds.</summary>
internal sealed class DatabaseWatch : IDisposable
{
    // Taken and renewed whatever is asked of the service; and the audit trail, which a refusal is to leave its entry in.
    private static readonly string[] Housekeeping = ["messaging_lease", "signing_key", "audit_entry", "audit_seal", "audit_anchor"];

    private readonly SqliteConnection _connection;
    private long _version = -1;
    private string _digest = string.Empty;
    private long _changes;

    public DatabaseWatch(TestDatabase database)
    {
        _connection = new SqliteConnection(database.ConnectionString);
        _connection.Open();
    }

    /// <summary>Another number after every commit of somebody else that <see cref="Digest"/> shows.</summary>
    public long Commits()
    {
        var version = (long)Scalar("PRAGMA data_version")!;
        if (version != _version)
        {
            _version = version;
            var digest = Digest();
            _changes += digest == _digest ? 0 : 1;
            _digest = digest;
        }

        return _changes;
    }

    /// <summary>A digest of every row of every table but those of housekeeping.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var table in Tables())
        {
            using var command = Command($"SELECT * FROM \"{table}\" ORDER BY rowid");
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                for (var i = 0; i < rows.FieldCount; i++)
                {
                    hash.AppendData(rows[i] as byte[] ?? Encoding.UTF8.GetBytes($"{table}|{i}|{Convert.ToString(rows[i], CultureInfo.InvariantCulture)}|"));
                }
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    public void Dispose() => _connection.Dispose();

    private List<string> Tables()
    {
        using var command = Command("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
        using var rows = command.ExecuteReader();
        var tables = new List<string>();
        while (rows.Read())
        {
            tables.Add(rows.GetString(0));
        }

        return [.. tables.Except(Housekeeping)];
    }

    private object? Scalar(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteScalar();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The names of tables.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
