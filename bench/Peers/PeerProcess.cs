using System.Diagnostics;

namespace AgentFunctions.Bench.Peers;

/// <summary>A process that ends with the measurement, whatever happens.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private PeerProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>The path of a program, or null when it is not installed.</summary>
    public static string? Find(string program) => FindAll(program).FirstOrDefault();

    /// <summary>The paths of all programs of a name, in the order of PATH.</summary>
    public static IEnumerable<string> FindAll(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .Where(File.Exists);

    public static PeerProcess Start(string program, IEnumerable<string> arguments, string folder) => new(Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>Waits for its end.</summary>
    /// <returns>The last line of its output.</returns>
    /// <exception cref="InvalidOperationException">It failed; says how in one line.</exception>
    public async Task<string> FinishAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        string output = await _output.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _process.ExitCode == 0
            ? LastLine(output)
            : throw new InvalidOperationException($"{Path.GetFileName(_process.StartInfo.FileName)} ended with {_process.ExitCode}: {LastLine(await _errors.WaitAsync(cancellationToken).ConfigureAwait(false))}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync().ConfigureAwait(false);
        }

        _process.Dispose();
    }

    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1].Trim();
}
