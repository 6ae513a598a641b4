using Liwan.ApiDocs;

var root = GeneratedFiles.FindRoot(Environment.CurrentDirectory);
foreach (var (path, text) in GeneratedFiles.All())
{
    var file = Path.Combine(root, path);
    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
    await File.WriteAllTextAsync(file, text);
    Console.WriteLine(path);
}
