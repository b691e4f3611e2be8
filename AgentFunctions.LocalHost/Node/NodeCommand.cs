namespace AgentFunctions.LocalHost.Node;

/// <summary>Finds the programs of Node.js on the search path.</summary>
internal static class NodeCommand
{
    private static readonly string[] Suffixes = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];

    /// <summary>Full path of <c>node</c> or <c>npm</c>.</summary>
    /// <exception cref="HostStartException">It is not installed.</exception>
    public static string Find(string name) => Find(name, Environment.GetEnvironmentVariable("PATH"));

    internal static string Find(string name, string? searchPath)
    {
        var candidates =
            from folder in (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            from suffix in Suffixes
            select Path.Combine(folder, name + suffix);
        return candidates.FirstOrDefault(File.Exists) ?? throw new HostStartException(
            $"'{name}' was not found on the PATH. The local storage emulator (Azurite) needs Node.js 22 or newer: "
            + "install it from https://nodejs.org, or start with --in-memory, which needs no storage.");
    }
}
