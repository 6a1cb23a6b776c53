#include "textflag.h"
#include "go_asm.h"

// What a byte of a letter has in lower case, the first letter, and white space.
DATA bytes<>+0(SB)/8, $0x2020202020202020
DATA bytes<>+8(SB)/8, $0x6161616161616161
DATA bytes<>+16(SB)/8, $0x0a0a0a0a0a0a0a0a
DATA bytes<>+24(SB)/8, $0x0d0d0d0d0d0d0d0d
DATA bytes<>+32(SB)/8, $0x0909090909090909
GLOBL bytes<>(SB), RODATA|NOPTR, $40

// HALF sets bytes of BAD where 32 bytes D may not stand in the chunk at R10, of which
// they are the half that begins at K. One may if it is at most room above low; or if,
// in lower case, it is less than letters above 'a'. Y14 has the bit of lower case and
// Y15 has 'a'. It uses D and T.
#define HALF(K, D, T, BAD) \
	VPSUBB   (chunk_low+K)(R10), D, T     \
	VPOR     Y14, D, D                    \
	VPMINUB  (chunk_room+K)(R10), T, BAD  \
	VPSUBB   Y15, D, D                    \
	VPCMPEQB T, BAD, BAD                  \
	VPMAXUB  (chunk_letters+K)(R10), D, T \
	VPCMPEQB D, T, T                      \
	VPANDN   T, BAD, BAD

// FITS sets ZF if the 64 bytes at R8 are of the chunk at R10.
#define FITS \
	VMOVDQU (R8), Y0       \
	VMOVDQU 32(R8), Y1     \
	HALF(0, Y0, Y2, Y4)    \
	HALF(32, Y1, Y3, Y5)   \
	VPOR    Y4, Y5, Y4     \
	VPTEST  Y4, Y4

// func fits(first *chunk, n int, in input8) bool
TEXT ·fits(SB), NOSPLIT, $0-25
	CMPB         ·useAVX2(SB), $0
	JEQ          portable
	MOVQ         first+0(FP), R10
	MOVQ         n+8(FP), CX
	MOVQ         in_first+16(FP), R8
	VPBROADCASTQ bytes<>+0(SB), Y14
	VPBROADCASTQ bytes<>+8(SB), Y15
	JMP          more

next:
	FITS
	JNE  misfit
	ADDQ $chunk__size, R10
	ADDQ $64, R8

more:
	DECQ CX
	JGE  next
	MOVB $1, ret+24(FP)
	VZEROUPPER
	RET

misfit:
	MOVB $0, ret+24(FP)
	VZEROUPPER
	RET

portable:
	JMP ·fitsPortable(SB)

// func match(m *matcher, in input8, i int) int
//
// R8 is where the next member begins, R10 the shape tried and R15 its step, R12 the
// first one tried of a ring, BX the shape of the last member, and R9 the first of all.
// R11 are the fields seen, R13 is ordered, SI the input and DI the matcher.
TEXT ·match(SB), NOSPLIT, $0-32
	CMPB         ·useAVX2(SB), $0
	JEQ          portable
	MOVQ         m+0(FP), DI
	MOVQ         in_first+8(FP), SI
	MOVQ         i+16(FP), R8
	ADDQ         SI, R8
	MOVQ         matcher_shapes(DI), R9
	MOVL         matcher_last(DI), BX
	ADDQ         R9, BX
	MOVL         matcher_seen(DI), R11
	MOVL         matcher_ordered(DI), R13
	VPBROADCASTQ bytes<>+0(SB), Y14
	VPBROADCASTQ bytes<>+8(SB), Y15

// The shape is tried first that came last behind that of the last member.
member:
	TESTL R13, R13
	JEQ   named
	MOVL  shape_next(BX), R10
	TESTL R10, R10
	JEQ   named
	ADDQ  R9, R10
	MOVL  shape_step(R10), R15
	FITS
	JEQ   accept
	MOVQ  (R8), AX
	CMPQ  AX, (R10)
	JNE   named
	MOVQ  R10, R12

// The name is the one expected, but not the shape: those of its ring are tried.
other:
	MOVL shape_other(R10), R10
	ADDQ R9, R10
	CMPQ R10, R12
	JEQ  unknown
	FITS
	JNE  other
	MOVQ R10, AX
	SUBQ R9, AX
	MOVL AX, shape_next(BX)
	MOVL shape_step(R10), R15
	JMP  accept

// The name is another, or none is expected: it is looked up.
named:
	MOVQ  1(R8), AX
	ANDQ  (matcher_names+wordTable_mask)(DI), AX
	IMULQ (matcher_names+wordTable_mul)(DI), AX
	SHRQ  $58, AX
	MOVQ  matcher_heads(DI)(AX*8), R15
	MOVQ  R15, R10
	MOVL  R15, R15
	SHRQ  $32, R10
	JEQ   unknown
	ADDQ  R9, R10
	MOVQ  R10, R12

// Most shapes of a ring differ in the last eight bytes, and a branch on those is
// taken sooner than one on what vectors say.
tail:
	MOVQ  -9(R8)(R15*1), AX
	XORQ  shape_tail(R10), AX
	TESTQ AX, shape_fixed(R10)
	JNE   another
	FITS
	JEQ   found

another:
	MOVL shape_other(R10), R10
	ADDQ R9, R10
	MOVL shape_step(R10), R15
	CMPQ R10, R12
	JNE  tail
	JMP  unknown

found:
	TESTL R13, R13
	JEQ  accept
	INCL matcher_surprises(DI)
	MOVQ R10, AX
	SUBQ R9, AX
	MOVL AX, shape_next(BX)

// The member is noted, unless its field stood before.
accept:
	MOVL shape_field(R10), CX
	BTSL CX, R11
	JCS  unknown
	MOVQ R8, AX
	SUBQ SI, AX
	MOVL shape_offset(R10), DX
	SHLQ $32, DX
	ORQ  DX, AX
	ADDQ CX, CX
	MOVQ AX, matcher_places(DI)(CX*8)
	MOVQ shape_said(R10), AX
	MOVQ AX, (matcher_places+placed_said)(DI)(CX*8)
	ADDQ R15, R8
	MOVQ R10, BX
	CMPB -1(R8), $','
	JNE  behind
	CMPL shape_opens(R10), $0
	JNE  behind
	CMPB (R8), $' '
	JHI  member

// White space is passed over. A NUL ends it.
space:
	VMOVDQU      (R8), Y0
	VPCMPEQB     Y0, Y14, Y1
	VPBROADCASTQ bytes<>+16(SB), Y2
	VPCMPEQB     Y0, Y2, Y2
	VPOR         Y1, Y2, Y1
	VPBROADCASTQ bytes<>+24(SB), Y2
	VPCMPEQB     Y0, Y2, Y2
	VPOR         Y1, Y2, Y1
	VPBROADCASTQ bytes<>+32(SB), Y2
	VPCMPEQB     Y0, Y2, Y2
	VPOR         Y1, Y2, Y1
	VPMOVMSKB    Y1, AX
	NOTL         AX
	BSFL         AX, AX
	JEQ          spaces
	ADDQ         AX, R8
	JMP          member

spaces:
	ADDQ $32, R8
	JMP  space

unknown:
	XORL AX, AX
	JMP  done

behind:
	DECQ R8
	MOVL $1, AX

done:
	SUBQ SI, R8
	LEAQ (AX)(R8*2), AX
	SUBQ R9, BX
	MOVL BX, matcher_last(DI)
	MOVL R11, matcher_seen(DI)
	MOVQ AX, ret+24(FP)
	VZEROUPPER
	RET

portable:
	JMP ·matchPortable(SB)

// ROWEND looks for the end of the row at R8 in the 64 bytes from K on, and goes on at
// found if it is there: BX is K then, and AX has the bit of the line end. Y13 has line
// ends.
#define ROWEND(K) \
	VPCMPEQB  K(R8), Y13, Y0    \
	VPCMPEQB  K+32(R8), Y13, Y1 \
	VPMOVMSKB Y0, AX            \
	VPMOVMSKB Y1, CX            \
	SHLQ      $32, CX           \
	MOVL      $K, BX            \
	ORQ       CX, AX            \
	JNE       found

// func cutRows(c *rowCutter, in input8, i, n int, rows *csvRowAt, room int) int
//
// R11 is where the row begins and BX its length, DX the number of the shape tried and
// R8 and R10 how far it has been compared. R9 is the last place at which a row may
// begin of which maxRow bytes are looked at. R12 is where the row is noted, R13 how many
// still may be, SI the input and DI the cutter.
TEXT ·cutRows(SB), NOSPLIT, $0-56
	CMPB         ·useAVX2(SB), $0
	JEQ          portable
	MOVQ         c+0(FP), DI
	MOVQ         in_first+8(FP), SI
	MOVQ         i+16(FP), R8
	MOVQ         n+24(FP), R9
	MOVQ         rows+32(FP), R12
	MOVQ         room+40(FP), R13
	ADDQ         SI, R8
	LEAQ         (const_pad-const_maxRow)(SI)(R9*1), R9
	VPBROADCASTQ bytes<>+0(SB), Y14
	VPBROADCASTQ bytes<>+8(SB), Y15
	VPBROADCASTQ bytes<>+16(SB), Y13

row:
	CMPQ R8, R9
	JGT  done
	TESTQ R13, R13
	JEQ  done
	MOVQ R8, R11
	ROWEND(0)
	ROWEND(64)
	ROWEND(128)
	JMP  done

found:
	BSFQ    AX, AX
	LEAQ    1(AX)(BX*1), BX
	MOVBLZX rowCutter_lengths(DI)(BX*1), DX

try:
	TESTQ DX, DX
	JEQ   done
	IMUL3Q $rowShape__size, DX, R10
	ADDQ  rowCutter_first(DI), R10
	SUBQ  $rowShape__size, R10
	MOVQ  rowShape_used(R10), CX
	MOVQ  rowShape_alike(R10), AX
	ADDQ  $rowShape_chunks, R10
	MOVQ  R11, R8

piece:
	FITS
	JNE  other
	ADDQ $chunk__size, R10
	ADDQ $64, R8
	DECQ CX
	JNE  piece
	MOVQ R11, AX
	SUBQ SI, AX
	MOVL AX, csvRowAt_from(R12)
	ADDQ BX, AX
	MOVL AX, csvRowAt_to(R12)
	MOVB $1, csvRowAt_plain(R12)
	MOVB DX, csvRowAt_shape(R12)
	ADDQ $csvRowAt__size, R12
	DECQ R13
	LEAQ (R11)(BX*1), R8
	JMP  row

other:
	MOVQ AX, DX
	JMP  try

done:
	MOVQ room+40(FP), AX
	SUBQ R13, AX
	MOVQ AX, ret+48(FP)
	VZEROUPPER
	RET

portable:
	JMP ·cutRowsPortable(SB)
