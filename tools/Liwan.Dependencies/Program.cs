using Liwan.Dependencies;

var root = DependencyFiles.FindRoot(Environment.CurrentDirectory);
foreach (var (path, text) in DependencyFiles.All(root))
{
    await File.WriteAllTextAsync(Path.Combine(root, path), text);
    Console.WriteLine(path);
}
