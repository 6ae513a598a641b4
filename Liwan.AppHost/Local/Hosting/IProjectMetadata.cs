namespace Aspire.Hosting
{
    /// <summary>Names a .NET project of the cluster.</summary>
    public interface IProjectMetadata
    {
        /// <summary>The full path of the project file.</summary>
        string ProjectPath { get; }
    }
}

namespace Liwan.AppHost.Local
{
    /// <summary>A project that was built together with the AppHost. <c>Local.targets</c> writes one class for each.</summary>
    public interface IBuiltProject : Aspire.Hosting.IProjectMetadata
    {
        /// <summary>The full path of the built assembly.</summary>
        string TargetPath { get; }
    }
}
