using System.Security.Cryptography;

namespace Liwan.Documents.Fonts;

/// <summary>Looks for a font that can set a Chinese form, and remembers what it looked at for the message when there is none.</summary>
internal sealed class FontLocator
{
    /// <summary>Characters of the form itself; a font without them is of no use here.</summary>
    private const string Probe = "荔湾区部门整体支出绩效自评表（年度）单位：万元资金来源预算调整率合计任务目标存在问题改进措施第页共0123456789.%-";

    private const int RegularWeight = 400;
    private const int BoldWeight = 700;
    private const int LeastBoldWeight = 600;
    private const long MaxFontFileBytes = 256 << 20;

    /// <summary>System fonts with TrueType outlines, best first, each with the file that serves as its bold where that is another one.</summary>
    private static readonly (string Regular, string? Bold)[] SystemFonts =
    [
        ("simsun.ttc", "simhei.ttf"),
        ("simsun.ttf", "simhei.ttf"),
        ("simfang.ttf", "simhei.ttf"),
        ("Songti.ttc", null),
        ("STSONG.TTF", "simhei.ttf"),
        ("uming.ttc", null),
    ];

    private readonly string _restored;
    private readonly IReadOnlyList<string> _systemFolders;
    private readonly List<string> _lookedAt = [];

    public FontLocator()
        : this(Path.Combine(AppContext.BaseDirectory, "fonts"), DefaultSystemFolders())
    {
    }

    /// <param name="restored">The folder of the font restored at build.</param>
    /// <param name="systemFolders">The folders of the system's fonts.</param>
    public FontLocator(string restored, IReadOnlyList<string> systemFolders)
    {
        _restored = restored;
        _systemFolders = systemFolders;
    }

    public FontSet Locate(FontOptions options) =>
        FromFolder(_restored) ?? FromConfigured(options.Path) ?? FromSystem() ?? throw new FontUnavailableException(Advice(options));

    private FontSet? FromConfigured(string? path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return null;
        }

        return File.Exists(path) ? FromFiles([path]) : FromFolder(path);
    }

    private FontSet? FromFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            _lookedAt.Add($"{folder}：文件夹不存在");
            return null;
        }

        return FromFiles(FontFiles(folder));
    }

    private FontSet? FromSystem()
    {
        List<string> files = [.. _systemFolders.Where(Directory.Exists).SelectMany(FontFiles)];
        foreach ((string regular, string? bold) in SystemFonts)
        {
            if (Named(files, regular) is { } regularFile
                && FromFiles([regularFile], bold is null ? null : Named(files, bold)) is { } found)
            {
                return found;
            }
        }

        _lookedAt.Add($"系统字体（{string.Join("、", _systemFolders)}）：没有 {string.Join("、", SystemFonts.Select(font => font.Regular))}");
        return null;
    }

    private static string? Named(List<string> files, string name) =>
        files.Find(file => string.Equals(Path.GetFileName(file), name, StringComparison.OrdinalIgnoreCase));

    private static List<string> FontFiles(string folder)
    {
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 8, IgnoreInaccessible = true };
        List<string> files =
        [
            .. Directory.EnumerateFiles(folder, "*", everywhere)
                .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".TTF" or ".TTC"),
        ];
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    /// <summary>The best regular face of the files, with the bold of <paramref name="boldFile"/>, else that of its own family, else itself.</summary>
    private FontSet? FromFiles(List<string> files, string? boldFile = null)
    {
        List<(FontFace Face, string FileHash)> faces = [.. files.SelectMany(UsableFaces)];
        if (faces.Count == 0)
        {
            return null;
        }

        // A collection may hold regional variants; the simplified one says so in its name.
        (FontFace Face, string FileHash) regular = faces
            .OrderByDescending(face => face.Face.Family.Contains("SC", StringComparison.Ordinal) || face.Face.Family.Contains("CN", StringComparison.Ordinal))
            .ThenBy(face => Math.Abs(face.Face.Weight - RegularWeight))
            .First();
        IEnumerable<(FontFace Face, string FileHash)> bolds = boldFile is null
            ? faces.Where(face => face.Face.Weight >= LeastBoldWeight && face.Face.Family == regular.Face.Family)
            : UsableFaces(boldFile);
        (FontFace Face, string FileHash) bold = bolds.OrderBy(face => Math.Abs(face.Face.Weight - BoldWeight)).FirstOrDefault(regular);
        return new FontSet(regular.Face, bold.Face, Combine(regular.FileHash, bold.FileHash));
    }

    private List<(FontFace Face, string FileHash)> UsableFaces(string file)
    {
        List<(FontFace, string)> usable = [];
        try
        {
            if (new FileInfo(file).Length > MaxFontFileBytes)
            {
                throw new FontFormatException("文件过大");
            }

            byte[] bytes = File.ReadAllBytes(file);
            string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            foreach (SfntFile sfnt in SfntFile.ReadFaces(bytes))
            {
                var face = new FontFace(sfnt);
                if (face.HasAll(Probe))
                {
                    usable.Add((face, hash));
                }
            }

            if (usable.Count == 0)
            {
                _lookedAt.Add($"{file}：缺少表格所用的汉字");
            }
        }
        catch (Exception e) when (e is FontFormatException or IOException or UnauthorizedAccessException)
        {
            _lookedAt.Add($"{file}：{e.Message}");
        }

        return usable;
    }

    private static string Combine(string regular, string bold) =>
        regular == bold ? regular : Convert.ToHexStringLower(SHA256.HashData(Convert.FromHexString(regular + bold)));

    private string Advice(FontOptions options)
    {
        string configured = string.IsNullOrWhiteSpace(options.Path) ? "（当前未设置）" : $"（当前为 {options.Path}）";
        return "没有找到可以嵌入 PDF 的 TrueType 中文字体。请任选其一："
            + "一、安装 npm 并联网后重新编译，自动还原 Noto Serif SC；"
            + $"二、把 Reports:FontPath 设为一个 .ttf 或 .ttc 字体文件，或其所在文件夹{configured}；"
            + "三、安装系统字体，如 Debian、Ubuntu 上执行 apt-get install fonts-arphic-uming，Windows 上安装“宋体”。"
            + "已查看：" + string.Join("；", _lookedAt) + "。";
    }

    private static List<string> DefaultSystemFolders()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        List<string> folders = [];
        if (OperatingSystem.IsWindows())
        {
            folders.Add(Environment.GetFolderPath(Environment.SpecialFolder.Fonts));
        }
        else if (OperatingSystem.IsMacOS())
        {
            folders.AddRange(["/System/Library/Fonts", "/Library/Fonts"]);
            folders.Add(Path.Combine(home, "Library/Fonts"));
        }
        else
        {
            folders.AddRange(["/usr/share/fonts", "/usr/local/share/fonts"]);
            folders.Add(Path.Combine(home, ".local/share/fonts"));
            folders.Add(Path.Combine(home, ".fonts"));
        }

        return folders;
    }
}
