using Liwan.Dependencies;

namespace Liwan.Api.Tests.Documents;

public sealed class DependencyTests
{
    private static readonly string Root = DependencyFiles.FindRoot(AppContext.BaseDirectory);

    [Fact]
    public void Files_AreWhatTheLockFilesGive() => Assert.All(
        DependencyFiles.All(Root),
        file => Assert.True(
            File.Exists(Path.Combine(Root, file.Path)) && File.ReadAllText(Path.Combine(Root, file.Path)) == file.Text,
            $"{file.Path} is stale; renew it with '{DependencyFiles.Command}' and commit it."));

    [Fact]
    public void Licences_AreAllPermissive() =>
        Assert.Empty(LockFiles.Read(Root).Where(dependency => !Licences.IsAccepted(dependency)).Select(dependency => $"{dependency.Purl}: {dependency.Licence}"));

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("Apache-2.0 OR MPL-2.0", true)]
    [InlineData("MIT AND OFL-1.1", true)]
    [InlineData("GPL-3.0-only", false)]
    [InlineData("MIT AND GPL-3.0-only", false)]
    [InlineData("LicenseRef-Microsoft-Software-License-Terms", false)]
    public void Licence_IsJudgedByItsExpression(string licence, bool accepted) =>
        Assert.Equal(accepted, Licences.IsAccepted(new Dependency("nuget", "Some.Package", "1.0.0", licence, null, IsDirect: true, IsShipped: true)));
}
