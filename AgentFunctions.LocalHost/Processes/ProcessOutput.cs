using System.Diagnostics;

namespace AgentFunctions.LocalHost.Processes;

/// <summary>Copies the redirected output of a process to a file, for systems whose shell cannot do it.</summary>
internal static class ProcessOutput
{
    public static void CopyToFile(Process process, string logFile)
    {
        var gate = new Lock();
        var writer = new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        var open = 2;
        process.OutputDataReceived += Receive;
        process.ErrorDataReceived += Receive;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        void Receive(object sender, DataReceivedEventArgs e)
        {
            lock (gate)
            {
                if (e.Data is not null)
                {
                    writer.WriteLine(e.Data);
                }
                else if (--open == 0)
                {
                    // Null marks the end of one of the two streams.
                    writer.Dispose();
                }
            }
        }
    }
}
