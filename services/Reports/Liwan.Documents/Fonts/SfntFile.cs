namespace Liwan.Documents.Fonts;

/// <summary>The table directory of one font in a .ttf or .ttc file.</summary>
internal sealed class SfntFile
{
    private const uint Collection = 0x74746366; // 'ttcf'
    private const uint CompactOutlines = 0x4F54544F; // 'OTTO'
    private const int MaxFacesInCollection = 64;

    private readonly Dictionary<uint, FontData> _tables = [];

    private SfntFile(FontData file, int offset)
    {
        uint version = file.U32(offset);
        if (version == CompactOutlines)
        {
            throw new FontFormatException("是 OpenType CFF 字体，没有 TrueType 轮廓（glyf）");
        }

        if (version is not (0x00010000 or 0x74727565))
        {
            throw new FontFormatException("不是 TrueType 字体文件");
        }

        int count = file.U16(offset + 4);
        for (int i = 0; i < count; i++)
        {
            int record = offset + 12 + (16 * i);
            _tables[file.U32(record)] = file.Slice(file.Index32(record + 8), file.Index32(record + 12));
        }
    }

    /// <summary>The faces in a font file: one in a .ttf, several in a .ttc.</summary>
    /// <exception cref="FontFormatException">The file is not a TrueType font.</exception>
    public static IReadOnlyList<SfntFile> ReadFaces(ReadOnlyMemory<byte> bytes)
    {
        var file = new FontData(bytes);
        if (file.U32(0) != Collection)
        {
            return [new SfntFile(file, 0)];
        }

        int count = Math.Min(file.Index32(8), MaxFacesInCollection);
        var faces = new List<SfntFile>(count);
        for (int i = 0; i < count; i++)
        {
            faces.Add(new SfntFile(file, file.Index32(12 + (4 * i))));
        }

        return faces;
    }

    public FontData Require(string tag) =>
        Find(tag) ?? throw new FontFormatException($"缺少 {tag} 表，不是可嵌入的 TrueType 字体");

    public FontData? Find(string tag) => _tables.TryGetValue(Tag(tag), out FontData table) ? table : null;

    public static uint Tag(string tag) => ((uint)tag[0] << 24) | ((uint)tag[1] << 16) | ((uint)tag[2] << 8) | tag[3];
}
