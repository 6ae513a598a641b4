using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Paging;

namespace Liwan.Reports.Submission;

/// <summary>A revision's snapshot and what its documents derive their dates and ids from.</summary>
internal sealed record StoredSnapshot
{
    public required byte[] Snapshot { get; init; }

    public required string SnapshotSha256 { get; init; }

    public required int FormatVersion { get; init; }

    public required DateTimeOffset SubmitTime { get; init; }
}

/// <summary>The revisions in the database; they are inserted and never changed.</summary>
internal static class RevisionRepository
{
    private const string Select =
        $"""
        SELECT r.department AS {nameof(Revision.Department)}, r.year AS {nameof(Revision.Year)},
            r.number AS {nameof(Revision.Number)}, r.submit_time AS {nameof(Revision.SubmitTime)}, r.late AS {nameof(Revision.Late)},
            r.snapshot_sha256 AS {nameof(Revision.SnapshotSha256)}, r.format_version AS {nameof(Revision.FormatVersion)},
            r.findings AS {nameof(Revision.Findings)}, a.document_sha256 AS {nameof(Revision.DocumentSha256)},
            a.size_bytes AS {nameof(Revision.SizeBytes)}, a.page_count AS {nameof(Revision.PageCount)},
            a.renderer_version AS {nameof(Revision.RendererVersion)}, a.font_sha256 AS {nameof(Revision.FontSha256)},
            a.archive_time AS {nameof(Revision.ArchiveTime)}, j.delay_reason AS {nameof(Revision.DelayReason)}
        FROM revision r
        LEFT JOIN archive a ON a.department = r.department AND a.year = r.year AND a.number = r.number
        LEFT JOIN archive_job j ON j.department = r.department AND j.year = r.year AND j.number = r.number
        """;

    public static async Task InsertAsync(DbSession session, Revision revision, byte[] snapshot)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO revision (department, year, number, submit_time, late, snapshot, snapshot_sha256, format_version, findings)
            VALUES (@Department, @Year, @Number, @SubmitTime, @Late, @snapshot, @SnapshotSha256, @FormatVersion, @Findings)
            """,
            new
            {
                revision.Department,
                revision.Year,
                revision.Number,
                revision.SubmitTime,
                revision.Late,
                snapshot,
                revision.SnapshotSha256,
                revision.FormatVersion,
                revision.Findings,
            });
        session.Changed(revision.Name, string.Empty, string.Empty);
    }

    public static Task<Revision?> FindAsync(DbSession session, DepartmentYear key, int number) =>
        session.QuerySingleOrDefaultAsync<Revision>(
            $"{Select} WHERE r.department = @Department AND r.year = @Year AND r.number = @number", new { key.Department, key.Year, number });

    public static Task<IReadOnlyList<Revision>> ListAsync(DbSession session, ListQuery<Revision> query) => query.FetchAsync<Revision>(session, Select);

    public static Task<StoredSnapshot?> FindSnapshotAsync(DbSession session, DepartmentYear key, int number) =>
        session.QuerySingleOrDefaultAsync<StoredSnapshot>(
            $"""
            SELECT snapshot AS {nameof(StoredSnapshot.Snapshot)}, snapshot_sha256 AS {nameof(StoredSnapshot.SnapshotSha256)},
                format_version AS {nameof(StoredSnapshot.FormatVersion)}, submit_time AS {nameof(StoredSnapshot.SubmitTime)}
            FROM revision WHERE department = @Department AND year = @Year AND number = @number
            """,
            new { key.Department, key.Year, number });

    /// <summary>Returns what was submitted last; null if nothing ever was.</summary>
    public static Task<StoredSnapshot?> FindLastSnapshotAsync(DbSession session, DepartmentYear key) =>
        session.QuerySingleOrDefaultAsync<StoredSnapshot>(
            $"""
            SELECT snapshot AS {nameof(StoredSnapshot.Snapshot)}, snapshot_sha256 AS {nameof(StoredSnapshot.SnapshotSha256)},
                format_version AS {nameof(StoredSnapshot.FormatVersion)}, submit_time AS {nameof(StoredSnapshot.SubmitTime)}
            FROM revision
            WHERE department = @Department AND year = @Year
                AND number = (SELECT MAX(latest.number) FROM revision latest WHERE latest.department = @Department AND latest.year = @Year)
            """,
            new { key.Department, key.Year });
}
