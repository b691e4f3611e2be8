using System.Security.Cryptography;

namespace AgentFunctions.Tasks;

/// <summary>Makes the task ids of this instance. Thread-safe.</summary>
/// <param name="region">Number of the region that it runs in, 0 to 31.</param>
public sealed class TaskIdSource(TimeProvider time, int region = 0)
{
    // Random per process: instances need no coordination, and a clash of shards only means that they share a partition.
    private readonly int _shard = (region << TaskId.InstanceBits) | RandomNumberGenerator.GetInt32(1 << TaskId.InstanceBits);

    public TaskId Next()
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return TaskId.Create(time.GetUtcNow().ToUnixTimeMilliseconds(), _shard, BitConverter.ToUInt128(random));
    }
}
