using System.Text;

namespace OrleansConnect.Converters;

/// <summary>Java's way out for what a character set does not have: one question mark, also for a surrogate pair, where .NET's own fallback gives two.</summary>
internal sealed class OneMarkFallback : EncoderFallback
{
    public override int MaxCharCount => 1;

    public override EncoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

    private sealed class Buffer : EncoderFallbackBuffer
    {
        private bool _isLeft;
        private bool _isTaken;

        public override int Remaining => _isLeft ? 1 : 0;

        public override bool Fallback(char charUnknown, int index) => Begin();

        public override bool Fallback(char charUnknownHigh, char charUnknownLow, int index) => Begin();

        public override char GetNextChar()
        {
            if (!_isLeft)
            {
                return '\0';
            }

            (_isLeft, _isTaken) = (false, true);
            return '?';
        }

        public override bool MovePrevious()
        {
            if (!_isTaken)
            {
                return false;
            }

            (_isLeft, _isTaken) = (true, false);
            return true;
        }

        public override void Reset() => (_isLeft, _isTaken) = (false, false);

        private bool Begin()
        {
            (_isLeft, _isTaken) = (true, false);
            return true;
        }
    }
}
