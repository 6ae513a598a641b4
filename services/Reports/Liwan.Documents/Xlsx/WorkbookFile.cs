using System.IO.Packaging;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>The parts of a workbook's package that its reader needs, found by their relations. Relations to parts that are not there are passed over: some programs write a theme's and no theme.</summary>
internal sealed class WorkbookFile : IDisposable
{
    private const string MainContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    private readonly PackagePart _workbook;

    private readonly Dictionary<string, PackageRelationship> _relations;

    private WorkbookFile(Package package, PackagePart workbook)
    {
        Package = package;
        _workbook = workbook;
        _relations = workbook.GetRelationships().ToDictionary(relation => relation.Id, StringComparer.Ordinal);
    }

    public Package Package { get; }

    /// <summary>Opens a package that holds a workbook without macros.</summary>
    public static WorkbookFile Open(Stream stream)
    {
        Package package = Package.Open(stream, FileMode.Open, FileAccess.Read);
        try
        {
            PackagePart main = Related(package.GetRelationships(), new Uri("/", UriKind.Relative), package, "officeDocument")
                ?? throw new DocumentReadException("文件里没有工作簿，不是 XLSX 文件，或者已经损坏。");
            Refuse(main);
            return new WorkbookFile(package, main);
        }
        catch
        {
            package.Close();
            throw;
        }
    }

    /// <summary>The workbook's own part.</summary>
    public Stream OpenWorkbook() => _workbook.GetStream(FileMode.Open, FileAccess.Read);

    /// <summary>The part of a kind that belongs to the workbook; null where there is none.</summary>
    public Stream? OpenRelated(string kind) => Related(_workbook.GetRelationships(), _workbook.Uri, Package, kind)?.GetStream(FileMode.Open, FileAccess.Read);

    /// <summary>The sheet that the workbook names by an identifier; null where that is no sheet of cells.</summary>
    public Stream? OpenSheet(string identifier, string name)
    {
        PackageRelationship? relation = _relations.GetValueOrDefault(identifier);
        if (relation is not null && !IsKind(relation, "worksheet"))
        {
            return null;
        }

        return (relation is null ? null : Target(relation, _workbook.Uri, Package))?.GetStream(FileMode.Open, FileAccess.Read)
            ?? throw new DocumentReadException($"工作簿损坏：工作表“{name}”的内容不在文件里。");
    }

    public void Dispose() => Package.Close();

    private static void Refuse(PackagePart main)
    {
        string type = main.ContentType;
        if (type.Contains("wordprocessingml", StringComparison.OrdinalIgnoreCase))
        {
            throw new DocumentReadException("这是 Word 文档，不是 Excel 工作簿。请把文件名改为 .docx 后再导入。");
        }

        if (type.Contains("binary", StringComparison.OrdinalIgnoreCase))
        {
            throw new DocumentReadException("这是 Excel 二进制工作簿（.xlsb），请在 Excel 或 WPS 里另存为 .xlsx 后再导入。");
        }

        if (type.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) || main.GetRelationships().Any(relation => IsKind(relation, "vbaProject")))
        {
            throw new DocumentReadException("工作簿带有宏，不予读取。请另存为不带宏的 .xlsx 后再导入。");
        }

        if (!type.StartsWith(MainContentType, StringComparison.OrdinalIgnoreCase))
        {
            throw new DocumentReadException("文件里没有工作簿，不是 XLSX 文件，或者已经损坏。");
        }
    }

    private static PackagePart? Related(PackageRelationshipCollection relations, Uri source, Package package, string kind) =>
        relations.Where(relation => IsKind(relation, kind)).Select(relation => Target(relation, source, package)).FirstOrDefault(part => part is not null);

    /// <summary>Whether a relation is of a kind, whose full name differs between the transitional and the strict form of the standard.</summary>
    private static bool IsKind(PackageRelationship relation, string kind) => relation.RelationshipType.EndsWith("/" + kind, StringComparison.Ordinal);

    /// <summary>The part that a relation leads to; null for what lies outside the file, which is never followed.</summary>
    private static PackagePart? Target(PackageRelationship relation, Uri source, Package package)
    {
        if (relation.TargetMode != TargetMode.Internal)
        {
            return null;
        }

        Uri target = PackUriHelper.ResolvePartUri(source, relation.TargetUri);
        return package.PartExists(target) ? package.GetPart(target) : null;
    }
}
