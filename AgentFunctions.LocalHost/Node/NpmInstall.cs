using System.Collections.Concurrent;
using System.Diagnostics;

namespace AgentFunctions.LocalHost.Node;

/// <summary>One run of <c>npm ci</c>: exactly what the lock file says, development packages included.</summary>
internal static class NpmInstall
{
    // npm gives the cause first and pages of usage after it.
    private const int LinesInError = 12;

    public static async Task RunAsync(string root, Action<string> status, CancellationToken cancellationToken)
    {
        var lines = new ConcurrentQueue<string>();
        using var npm = Start(root, line =>
        {
            lines.Enqueue(line);
            status($"npm: {line}");
        });
        try
        {
            await npm.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }

        if (npm.ExitCode != 0)
        {
            throw new HostStartException(
                $"'npm ci' in {root} failed with exit code {npm.ExitCode}:{Environment.NewLine}"
                + string.Join(Environment.NewLine, lines.Take(LinesInError)));
        }
    }

    private static Process Start(string root, Action<string> onLine)
    {
        // Warnings of packages deep in the tree tell a user of the host nothing.
        var start = new ProcessStartInfo(NodeCommand.Find("npm"), ["ci", "--loglevel=error"])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var npm = new Process { StartInfo = start };
        npm.OutputDataReceived += Receive;
        npm.ErrorDataReceived += Receive;
        npm.Start();
        npm.BeginOutputReadLine();
        npm.BeginErrorReadLine();
        return npm;

        void Receive(object sender, DataReceivedEventArgs e)
        {
            if (!string.IsNullOrWhiteSpace(e.Data))
            {
                onLine(e.Data);
            }
        }
    }
}
