package validate

import (
	"context"
	"sync"

	"s1mig/pkg/abreast"
	"s1mig/pkg/codec"
)

// verdict is what judging one member came to.
type verdict struct {
	file  *File
	err   error
	crash *abreast.Panic
}

// NOTE. Most files of a run are so small that to share out their records takes
// longer than to judge them. They are judged side by side instead, each on one
// goroutine; a file that is worth sharing out is judged alone.

const (
	// smallFile is the size of the largest file that one goroutine judges.
	smallFile = 1 << 20
	// usualBlock is the size of the blocks that a file is read by.
	usualBlock = 512 << 10
	// slack is what a block has room for behind a small file, so that one reading
	// sees the end of it.
	slack = 1 << 10
)

// judgeMembers judges each member by itself. The verdicts are in the order of the
// members, those that were reached; the error is that of the context.
func judgeMembers(ctx context.Context, all []member, opt Options) ([]verdict, error) {
	workers := opt.workers()
	if opt.Codec.Spare == nil {
		opt.Codec.Spare = new(codec.Spare)
	}
	verdicts := make([]verdict, len(all))
	todo := make(chan int)
	var crew, underWay sync.WaitGroup
	for range min(workers, len(all)) {
		crew.Go(func() {
			for i := range todo {
				verdicts[i].crash = abreast.Catch(func() { verdicts[i] = all[i].judgeSmall(ctx, opt) })
				underWay.Done()
			}
		})
	}
	reached := 0
	for ; reached < len(all) && ctx.Err() == nil; reached++ {
		if e := &all[reached]; e.isSmall(&opt) {
			underWay.Add(1)
			todo <- reached
		} else {
			underWay.Wait()
			verdicts[reached] = e.judge(ctx, opt)
		}
	}
	close(todo)
	crew.Wait()
	for i := range verdicts {
		verdicts[i].crash.Raise()
	}
	return verdicts[:reached], ctx.Err()
}

// isSmall reports whether a file is judged beside others. One whose records are
// collected is not: its caller gets them on one goroutine, file after file.
func (e *member) isSmall(opt *Options) bool {
	return e.size >= 0 && e.size <= smallFile && opt.Collect == nil && opt.History == nil
}

func (e *member) judgeSmall(ctx context.Context, opt Options) verdict {
	opt.Codec.Workers = 1
	if opt.Codec.BlockSize == 0 {
		opt.Codec.BlockSize = min(int(e.size)+slack, usualBlock)
	}
	return e.judge(ctx, opt)
}

func (e *member) judge(ctx context.Context, opt Options) verdict {
	if e.size < 0 {
		opt.from = opt.from.untilDone(ctx)
	}
	f, err := judgePath(ctx, e.path, e.name, opt)
	if f != nil && f.ledger != nil {
		f.ledger = opt.ledgers.shared(f.ledger, f.SHA256)
	}
	return verdict{file: f, err: err}
}
