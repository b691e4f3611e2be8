using System.Text.Json;
using AgentFunctions.LocalHost.Processes;

namespace AgentFunctions.LocalHost.Node;

/// <summary>The npm packages pinned in the repository's package.json, installed on first use.</summary>
/// <param name="root">Folder of the package.json.</param>
internal sealed class NodePackages(string root)
{
    private const string Manifest = "package.json";

    /// <summary>Walks up from the program's folder, then from the current one, to the package.json that asks for Azurite.</summary>
    /// <exception cref="HostStartException">There is none.</exception>
    public static NodePackages Locate() => Locate(AppContext.BaseDirectory, Environment.CurrentDirectory);

    internal static NodePackages Locate(params IEnumerable<string> starts)
    {
        var root = starts.SelectMany(Upwards).FirstOrDefault(AsksForAzurite) ?? throw new HostStartException(
            "No package.json that names Azurite was found above the program or the current folder. Start the host inside "
            + "the repository, run an Azurite yourself on --storage-port, or start with --in-memory.");
        return new(root);
    }

    /// <summary>Path of a script inside an installed package.</summary>
    /// <exception cref="HostStartException">The package is not installed.</exception>
    public string Script(string package, string path)
    {
        var script = Path.Combine(root, "node_modules", package, path);
        return File.Exists(script) ? script : throw new HostStartException(
            $"{package} is not installed in {root}; run 'npm ci' there.");
    }

    /// <summary>Runs <c>npm ci</c> unless it was run before; two hosts that start at once run it once.</summary>
    public async Task InstallAsync(Action<string> status, TimeProvider time, CancellationToken cancellationToken)
    {
        if (IsInstalled)
        {
            return;
        }

        // Not inside node_modules, which npm ci deletes first.
        using var onlyOne = await FileLock.TakeAsync(
            Path.Combine(root, ".agentfn", "npm-ci.lock"),
            () => status("Waiting for another process that is installing the storage emulator ..."),
            time,
            cancellationToken);
        if (!IsInstalled)
        {
            status("Installing the storage emulator with 'npm ci' (first start only, may take a minute) ...");
            await NpmInstall.RunAsync(root, status, cancellationToken);
        }
    }

    // npm writes the hidden lock file last, so an installation that was broken off does not count.
    private bool IsInstalled =>
        File.Exists(Path.Combine(root, "node_modules", ".package-lock.json"))
        && Directory.Exists(Path.Combine(root, "node_modules", "azurite"));

    private static IEnumerable<string> Upwards(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }

    private static bool AsksForAzurite(string folder)
    {
        var file = Path.Combine(folder, Manifest);
        if (!File.Exists(file))
        {
            return false;
        }

        try
        {
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(file));
            return manifest.RootElement.ValueKind == JsonValueKind.Object
                && manifest.RootElement.TryGetProperty("dependencies", out var dependencies)
                && dependencies.TryGetProperty("azurite", out _);
        }
        catch (JsonException)
        {
            // Somebody else's file further up: not ours to complain about.
            return false;
        }
    }
}
