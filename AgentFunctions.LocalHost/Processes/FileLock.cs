namespace AgentFunctions.LocalHost.Processes;

/// <summary>
/// A lock between processes: an open file that nobody else may open. The operating system lets go of it
/// when its holder dies, so a crash leaves nothing to clean up.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(250);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or returns null when another holder has it.</summary>
    public static FileLock? TryTake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Waits for the lock; calls <paramref name="onWait"/> once when it is not free at once.</summary>
    public static async Task<FileLock> TakeAsync(string path, Action onWait, TimeProvider time, CancellationToken cancellationToken)
    {
        if (TryTake(path) is { } free)
        {
            return free;
        }

        onWait();
        using var timer = new PeriodicTimer(RetryEvery, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }

    public void Dispose() => _file.Dispose();
}
