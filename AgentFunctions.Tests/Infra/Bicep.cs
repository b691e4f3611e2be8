using System.Reflection;

namespace AgentFunctions.Tests.Infra;

/// <summary>The Bicep compiler, from the package that the project file pins.</summary>
internal static class Bicep
{
    private const string Why = "The Bicep compiler is fetched for Linux only.";

    public static string Folder { get; } = Repository.PathOf("infra");

    public static Task<Command> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellationToken) =>
        Command.RunAsync(Find(), arguments, Folder, environment, cancellationToken);

    private static string Find()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), Why);
        string compiler = typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "BicepCompiler").Value!;

        // A package says nothing of rights.
        const UnixFileMode Run = UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(compiler).HasFlag(Run))
        {
            File.SetUnixFileMode(compiler, File.GetUnixFileMode(compiler) | Run);
        }

        return compiler;
    }
}
