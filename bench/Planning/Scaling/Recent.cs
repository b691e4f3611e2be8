namespace AgentFunctions.Bench.Planning.Scaling;

/// <summary>The largest of the last values.</summary>
internal sealed class Recent(int most)
{
    private readonly Queue<int> _values = new();

    public int Largest(int value)
    {
        _values.Enqueue(value);
        if (_values.Count > most)
        {
            _values.Dequeue();
        }

        return _values.Max();
    }
}
